# TorchScript methods of io.mpvit.ops, compiled by libtorch when the first kernel is called (see ScriptArchive and Kernels).
#
# Rules of the dialect: dtypes and memory formats are integers (float32 6, bfloat16 15, float16 5; channels_last 2); arguments
# with defaults are the ones that a differentiated call, which can hand over tensors only, leaves out. A method must give the
# same numbers whether gradients are recorded or not; torch.is_grad_enabled() may only choose how memory is used.
#
# Maps are [B, C, H, W] in channels_last memory order: the tokens [B, N, C] of the same map are then a view.


# ---- memory order ----------------------------------------------------------------------------------------------------

def channels_last(self, x: Tensor) -> Tensor:
  return torch.contiguous(x, memory_format=2)


# ---- activations -----------------------------------------------------------------------------------------------------

def hardswish(self, x: Tensor) -> Tensor:
  return torch.hardswish(x)


# ---- convolution -----------------------------------------------------------------------------------------------------

# Convolution of a map, dtype being the type that it is computed in.
def conv2d(self, x: Tensor, weight: Tensor, bias: Optional[Tensor], stride: int, padding: int, groups: int, dtype: int) -> Tensor:
  if dtype == 6:
    y = torch.conv2d(x, weight, bias, [stride, stride], [padding, padding], [1, 1], groups)
  else:
    b = bias
    if bias is not None:
      b = torch.to(unchecked_cast(Tensor, bias), dtype)
    y = torch.to(torch.conv2d(torch.to(x, dtype), torch.to(weight, dtype), b, [stride, stride], [padding, padding], [1, 1], groups), 6)
  return y

# Convolution without bias followed by batch normalisation with running statistics, folded into the convolution:
# scale = gamma / sqrt(var + eps); w' = w * scale; b' = beta - mean * scale. Then activation: 0 none, 1 hardswish, 2 ReLU.
def conv2d_batch_norm(self, x: Tensor, weight: Tensor, gamma: Tensor, beta: Tensor, mean: Tensor, var: Tensor, eps: float, stride: int, padding: int, groups: int, activation: int, dtype: int) -> Tensor:
  scale = torch.mul(gamma, torch.rsqrt(torch.add(var, eps)))
  w = torch.mul(weight, torch.view(scale, [-1, 1, 1, 1]))
  b = torch.sub(beta, torch.mul(mean, scale))
  y = self.conv2d(x, w, b, stride, padding, groups, dtype)
  if activation == 1:
    y = torch.hardswish_(y)
  elif activation == 2:
    y = torch.relu_(y)
  return y


# ---- linear layers ---------------------------------------------------------------------------------------------------

def linear(self, x: Tensor, weight: Tensor, bias: Tensor, dtype: int=6) -> Tensor:
  if dtype == 6:
    y = torch.linear(x, weight, bias)
  else:
    y = torch.to(torch.linear(torch.to(x, dtype), torch.to(weight, dtype), torch.to(bias, dtype)), 6)
  return y

# residual + linear(x)
def linear_add(self, x: Tensor, weight: Tensor, bias: Tensor, residual: Tensor, dtype: int=6) -> Tensor:
  return torch.add_(self.linear(x, weight, bias, dtype), residual)

# fc2(gelu(fc1(x))) of rows. The hidden rows are several times as wide as the input, so when no gradient needs them they are
# made for 2048 rows at a time: they stay in the cache, and the memory does not grow with the picture.
def mlp(self, x: Tensor, weight1: Tensor, bias1: Tensor, weight2: Tensor, bias2: Tensor, dtype: int=6) -> Tensor:
  if torch.is_grad_enabled():
    y = self.linear(torch.gelu(self.linear(x, weight1, bias1, dtype)), weight2, bias2, dtype)
  else:
    rows = torch.reshape(x, [-1, x.size(-1)])
    w1, b1, w2, b2 = weight1, bias1, weight2, bias2
    if dtype != 6:
      w1, b1, w2, b2 = torch.to(w1, dtype), torch.to(b1, dtype), torch.to(w2, dtype), torch.to(b2, dtype)
    out = torch.empty([rows.size(0), weight2.size(0)], dtype=6, device=x.device)
    start = 0
    while start < rows.size(0):
      n = min(2048, rows.size(0) - start)
      part = torch.narrow(rows, 0, start, n)
      if dtype == 6:
        hidden = torch.gelu_(torch.linear(part, w1, b1))
        torch.addmm(b2, hidden, torch.t(w2), out=torch.narrow(out, 0, start, n))
      else:
        hidden = torch.gelu_(torch.linear(torch.to(part, dtype), w1, b1))
        torch.copy_(torch.narrow(out, 0, start, n), torch.linear(hidden, w2, b2))
      start += n
    shape = x.size()
    shape[-1] = weight2.size(0)
    y = torch.view(out, shape)
  return y

# residual + mlp(x)
def mlp_add(self, x: Tensor, weight1: Tensor, bias1: Tensor, weight2: Tensor, bias2: Tensor, residual: Tensor, dtype: int=6) -> Tensor:
  return torch.add_(self.mlp(x, weight1, bias1, weight2, bias2, dtype), residual)


# ---- position encodings and attention --------------------------------------------------------------------------------

# depthwise(x) + x
def position_encoding(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  p = weight.size(2) // 2
  return torch.add_(torch.conv2d(x, weight, bias, [1, 1], [p, p], [1, 1], weight.size(0)), x)

# One group of heads of the values, convolved depthwise.
def head_group(self, values: Tensor, start: int, weight: Tensor, bias: Tensor) -> Tensor:
  p = weight.size(2) // 2
  part = torch.contiguous(torch.narrow(values, 1, start, weight.size(0)), memory_format=2)
  return torch.conv2d(part, weight, bias, [1, 1], [p, p], [1, 1], weight.size(0))

# q * G(v), as tokens [B, N, C]; qkv is [B, H, W, 3, heads, channels per head]. The heads fall into three consecutive groups,
# each with a window of its own.
def relative_position_encoding(self, qkv: Tensor, weight0: Tensor, bias0: Tensor, weight1: Tensor, bias1: Tensor, weight2: Tensor, bias2: Tensor) -> Tensor:
  b, h, w = qkv.size(0), qkv.size(1), qkv.size(2)
  c = qkv.size(4) * qkv.size(5)
  flat = torch.flatten(qkv, 4)
  q = torch.reshape(torch.select(flat, 3, 0), [b, h * w, c])
  values = torch.permute(torch.select(flat, 3, 2), [0, 3, 1, 2])
  g0 = self.head_group(values, 0, weight0, bias0)
  g1 = self.head_group(values, weight0.size(0), weight1, bias1)
  g2 = self.head_group(values, weight0.size(0) + weight1.size(0), weight2, bias2)
  g = torch.transpose(torch.flatten(torch.cat([g0, g1, g2], 1), 2), 1, 2)
  return torch.mul(g, q)

# Factorised attention with convolutional relative position encoding, as tokens [B, N, C]:
# q (softmax over the tokens of k)^T v / sqrt(channels per head) + q * G(v).
def factorized_attention(self, qkv: Tensor, weight0: Tensor, bias0: Tensor, weight1: Tensor, bias1: Tensor, weight2: Tensor, bias2: Tensor) -> Tensor:
  b, n = qkv.size(0), qkv.size(1) * qkv.size(2)
  heads, ch = qkv.size(4), qkv.size(5)
  rows = torch.view(qkv, [b, n, 3, heads, ch])
  q = torch.permute(torch.select(rows, 2, 0), [0, 2, 1, 3])
  k = torch.permute(torch.softmax(torch.select(rows, 2, 1), 1), [0, 2, 3, 1])
  v = torch.permute(torch.select(rows, 2, 2), [0, 2, 1, 3])
  context = torch.mul(torch.matmul(k, v), float(ch) ** -0.5)
  attended = torch.reshape(torch.permute(torch.matmul(q, context), [0, 2, 1, 3]), [b, n, heads * ch])
  relative = self.relative_position_encoding(qkv, weight0, bias0, weight1, bias1, weight2, bias2)
  return torch.add(relative, attended)


# ---- regions of maps -------------------------------------------------------------------------------------------------

# Sums of weighted channel vectors of a map: sum i adds up weights[j] * (the vector at flat position indices[j] in (image, y, x)
# order) for j from offsets[i] up to offsets[i + 1]; zero where there is none. The table of vectors is a view.
def weighted_sums(self, map: Tensor, indices: Tensor, weights: Tensor, offsets: Tensor) -> Tensor:
  vectors = torch.reshape(torch.permute(map, [0, 2, 3, 1]), [-1, map.size(1)])
  sums, _, _, _ = torch.embedding_bag(vectors, indices, offsets, False, 0, False, weights, True)
  return sums

# Transposed convolution whose stride is its window: every input element becomes a window of its own.
def conv_transpose2d(self, x: Tensor, weight: Tensor, bias: Tensor, dtype: int=6) -> Tensor:
  stride = [weight.size(2), weight.size(3)]
  if dtype == 6:
    y = torch.conv_transpose2d(x, weight, bias, stride)
  else:
    y = torch.to(torch.conv_transpose2d(torch.to(x, dtype), torch.to(weight, dtype), torch.to(bias, dtype), stride), 6)
  return y

# One output channel of a 1x1 convolution, another one for each map: [N, H, W] is conv(x[i])[channels[i]] for i < N.
def chosen_channel(self, x: Tensor, weight: Tensor, bias: Tensor, channels: Tensor) -> Tensor:
  n, h, w = x.size(0), x.size(2), x.size(3)
  filters = torch.unsqueeze(torch.index_select(torch.flatten(weight, 1), 0, channels), 2)
  vectors = torch.reshape(torch.permute(x, [0, 2, 3, 1]), [n, h * w, x.size(1)])
  shift = torch.view(torch.index_select(bias, 0, channels), [-1, 1, 1])
  return torch.add(torch.reshape(torch.matmul(vectors, filters), [n, h, w]), shift)


# ---- sizes of maps ---------------------------------------------------------------------------------------------------

# Bilinear interpolation to the height and width of another map: centres of cells at their middle, no antialiasing.
def bilinear_like(self, x: Tensor, like: Tensor) -> Tensor:
  y = torch.upsample_bilinear2d(x, [like.size(-2), like.size(-1)], False, None, None)
  return torch.contiguous(y, memory_format=2)

# Means over as many cells as another map has: cell i of n covers floor(i * size / n) up to ceil((i + 1) * size / n).
def mean_cells_like(self, x: Tensor, like: Tensor) -> Tensor:
  return torch.adaptive_avg_pool2d(x, [like.size(-2), like.size(-1)])

# Rows of an enlarged or shrunk map: [h, w, C] -> [rows, columns, C]. Row i lies between rows top[i] and bottom[i] of the map,
# down[i] of the way; columns alike. Each result is one sum of four weighted vectors, so it does not depend on the others.
def bilinear_rows(self, map: Tensor, top: Tensor, bottom: Tensor, down: Tensor, left: Tensor, right: Tensor, across: Tensor) -> Tensor:
  above = torch.view(torch.mul(top, map.size(1)), [-1, 1])
  below = torch.view(torch.mul(bottom, map.size(1)), [-1, 1])
  cells = [torch.add(above, left), torch.add(above, right), torch.add(below, left), torch.add(below, right)]
  d = torch.view(down, [-1, 1])
  u, b = torch.rsub(d, 1), torch.rsub(across, 1)
  weights = [torch.mul(u, b), torch.mul(u, across), torch.mul(d, b), torch.mul(d, across)]
  indices = torch.flatten(torch.stack(cells, 2))
  offsets = torch.arange(0, torch.numel(indices), 4, dtype=4, device=map.device)
  vectors = torch.reshape(map, [-1, map.size(2)])
  sums, _, _, _ = torch.embedding_bag(vectors, indices, offsets, False, 0, False, torch.flatten(torch.stack(weights, 2)), False)
  return torch.view(sums, [top.size(0), left.size(0), map.size(2)])
