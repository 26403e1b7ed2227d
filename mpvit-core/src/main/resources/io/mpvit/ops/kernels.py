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

# A convolution and its activation.
def conv2d_activation(self, x: Tensor, weight: Tensor, bias: Tensor, stride: int, padding: int, groups: int, dtype: int, activation: int) -> Tensor:
  if dtype == 6:
    y = self.conv2d_then(x, weight, bias, stride, padding, groups, activation)
  else:
    y = self.activate_(self.conv2d(x, weight, bias, stride, padding, groups, dtype), activation)
  return y

# An activation in place: 0 none, 1 hardswish, 2 ReLU.
def activate_(self, x: Tensor, activation: int) -> Tensor:
  y = x
  if activation == 1:
    y = torch.hardswish_(y)
  elif activation == 2:
    y = torch.relu_(y)
  return y

# Batch normalisation with running statistics is x * scale + shift in every channel.
def norm_as_line(self, gamma: Tensor, beta: Tensor, mean: Tensor, var: Tensor, eps: float) -> Tuple[Tensor, Tensor]:
  scale = torch.mul(gamma, torch.rsqrt(torch.add(var, eps)))
  return scale, torch.sub(beta, torch.mul(mean, scale))

# Whether a convolution's map has fewer values than its weight. The smaller of the two is scaled, so that neither a second copy
# of the weights must be kept nor much is computed. Of narrow numbers always the weight: its products are those whose range the
# training knew.
def scales_map(self, x: Tensor, weight: Tensor, stride: int, padding: int, dtype: int) -> bool:
  height = (x.size(2) + 2 * padding - weight.size(2)) // stride + 1
  width = (x.size(3) + 2 * padding - weight.size(3)) // stride + 1
  return dtype == 6 and 2 * x.size(0) * height * width < weight.size(1) * weight.size(2) * weight.size(3)

# Convolution without bias and batch normalisation with running statistics, the map being scaled.
def conv2d_scaled(self, x: Tensor, weight: Tensor, scale: Tensor, shift: Tensor, stride: int, padding: int, groups: int) -> Tensor:
  y = self.conv2d_then(x, weight, None, stride, padding, groups, 0)
  return torch.add_(torch.mul_(y, torch.view(scale, [-1, 1, 1])), torch.view(shift, [-1, 1, 1]))

# activation(norm(conv(x)))
def conv2d_batch_norm(self, x: Tensor, weight: Tensor, gamma: Tensor, beta: Tensor, mean: Tensor, var: Tensor, eps: float, stride: int, padding: int, groups: int, dtype: int, activation: int) -> Tensor:
  scale, shift = self.norm_as_line(gamma, beta, mean, var, eps)
  if self.scales_map(x, weight, stride, padding, dtype):
    y = self.activate_(self.conv2d_scaled(x, weight, scale, shift, stride, padding, groups), activation)
  else:
    y = self.conv2d_activation(x, torch.mul(weight, torch.view(scale, [-1, 1, 1, 1])), shift, stride, padding, groups, dtype, activation)
  return y

# norm(conv(x)) + residual
def conv2d_batch_norm_add(self, x: Tensor, weight: Tensor, gamma: Tensor, beta: Tensor, mean: Tensor, var: Tensor, eps: float, stride: int, padding: int, groups: int, dtype: int, residual: Tensor) -> Tensor:
  scale, shift = self.norm_as_line(gamma, beta, mean, var, eps)
  if self.scales_map(x, weight, stride, padding, dtype):
    y = torch.add_(self.conv2d_scaled(x, weight, scale, shift, stride, padding, groups), residual)
  else:
    scaled = torch.mul(weight, torch.view(scale, [-1, 1, 1, 1]))
    if dtype == 6:
      y = self.conv2d_add(x, scaled, shift, stride, padding, groups, residual)
    else:
      y = torch.add_(self.conv2d(x, scaled, shift, stride, padding, groups, dtype), residual)
  return y

# activation(norm(conv(x)) + residual), which takes the place of the residual's values.
def conv2d_batch_norm_onto(self, x: Tensor, weight: Tensor, gamma: Tensor, beta: Tensor, mean: Tensor, var: Tensor, eps: float, stride: int, padding: int, groups: int, dtype: int, activation: int, residual: Tensor) -> Tensor:
  scale, shift = self.norm_as_line(gamma, beta, mean, var, eps)
  if self.scales_map(x, weight, stride, padding, dtype):
    y = self.activate_(torch.add_(residual, self.conv2d_scaled(x, weight, scale, shift, stride, padding, groups)), activation)
  else:
    scaled = torch.mul(weight, torch.view(scale, [-1, 1, 1, 1]))
    if dtype == 6:
      y = self.conv2d_onto_(x, scaled, shift, stride, padding, groups, activation, residual)
    else:
      y = self.activate_(torch.add_(residual, self.conv2d(x, scaled, shift, stride, padding, groups, dtype)), activation)
  return y


# Convolutions that keep a map's size, each followed by a ReLU. Many small maps go through all layers some at a time: what one layer
# writes is still in the cache when the next one reads it.
def conv_tower(self, x: Tensor, weights: List[Tensor], biases: List[Tensor], maps: int) -> Tensor:
  if x.size(0) <= maps:
    y = x
    for i in range(len(weights)):
      y = self.conv2d_then(y, weights[i], biases[i], 1, weights[i].size(2) // 2, 1, 2)
  else:
    packed: List[Tensor] = []
    for weight in weights:
      packed.append(self.packed_weight(weight, [maps, weight.size(1), x.size(2), x.size(3)]))
    y = torch.empty([x.size(0), weights[-1].size(0), x.size(2), x.size(3)], dtype=6, device=x.device, memory_format=2)
    first = 0
    while first < x.size(0):
      count = min(maps, x.size(0) - first)
      part = torch.narrow(x, 0, first, count)
      for i in range(len(weights)):
        part = self.conv2d_then(part, packed[i], biases[i], 1, weights[i].size(2) // 2, 1, 2)
      torch.copy_(torch.narrow(y, 0, first, count), part)
      first += count
  return y


# Normalisation over the elements of each group of channels of each map.
def group_norm(self, x: Tensor, weight: Tensor, bias: Tensor, groups: int, eps: float) -> Tensor:
  return torch.group_norm(x, groups, weight, bias, eps)

# The same with the two numbers in an array.
def group_norm_of(self, x: Tensor, weight: Tensor, bias: Tensor, numbers: Tensor) -> Tensor:
  return torch.group_norm(x, int(torch.item(torch.select(numbers, 0, 0))), weight, bias, float(torch.item(torch.select(numbers, 0, 1))))


# ---- linear layers ---------------------------------------------------------------------------------------------------

def linear(self, x: Tensor, weight: Tensor, bias: Tensor, dtype: int=6) -> Tensor:
  if dtype == 6:
    y = torch.linear(x, weight, bias)
  else:
    y = torch.to(torch.linear(torch.to(x, dtype), torch.to(weight, dtype), torch.to(bias, dtype)), 6)
  return y

# residual + linear(x)
def linear_add(self, x: Tensor, weight: Tensor, bias: Tensor, residual: Tensor, dtype: int=6) -> Tensor:
  if dtype == 6:
    y = self.linear_plus(x, weight, bias, residual)
  else:
    y = torch.add_(self.linear(x, weight, bias, dtype), residual)
  return y

# fc2(gelu(fc1(x))) of rows, or with relu in gelu's place. The hidden rows are several times as wide as the input, so when no gradient needs them they are
# made for 2048 rows at a time: they stay in the cache, and the memory does not grow with the picture.
def mlp(self, x: Tensor, weight1: Tensor, bias1: Tensor, weight2: Tensor, bias2: Tensor, dtype: int=6, relu: bool=False) -> Tensor:
  if torch.is_grad_enabled():
    y = self.linear(self.activation_(self.linear(x, weight1, bias1, dtype), relu), weight2, bias2, dtype)
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
        hidden = self.linear_then(part, w1, b1, relu)
        torch.addmm(b2, hidden, torch.t(w2), out=torch.narrow(out, 0, start, n))
      else:
        hidden = self.activation_(torch.linear(torch.to(part, dtype), w1, b1), relu)
        torch.copy_(torch.narrow(out, 0, start, n), torch.linear(hidden, w2, b2))
      start += n
    shape = x.size()
    shape[-1] = weight2.size(0)
    y = torch.view(out, shape)
  return y

# The activation in place where no gradient is recorded.
def activation_(self, x: Tensor, relu: bool) -> Tensor:
  if torch.is_grad_enabled():
    if relu:
      y = torch.relu(x)
    else:
      y = torch.gelu(x)
  else:
    if relu:
      y = torch.relu_(x)
    else:
      y = torch.gelu_(x)
  return y

# residual + mlp(x)
def mlp_add(self, x: Tensor, weight1: Tensor, bias1: Tensor, weight2: Tensor, bias2: Tensor, residual: Tensor, dtype: int=6) -> Tensor:
  return torch.add_(self.mlp(x, weight1, bias1, weight2, bias2, dtype), residual)


# ---- position encodings and attention --------------------------------------------------------------------------------

# depthwise(x) + x
def position_encoding(self, x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  p = weight.size(2) // 2
  if torch.is_grad_enabled():
    y = torch.add(torch.conv2d(x, weight, bias, [1, 1], [p, p], [1, 1], weight.size(0)), x)
  else:
    y = self.conv2d_add(x, weight, bias, 1, p, weight.size(0), x)
  return y

# One group of heads of the values, convolved depthwise.
def head_group(self, values: Tensor, start: int, weight: Tensor, bias: Tensor) -> Tensor:
  p = weight.size(2) // 2
  part = torch.contiguous(torch.narrow(values, 1, start, weight.size(0)), memory_format=2)
  return torch.conv2d(part, weight, bias, [1, 1], [p, p], [1, 1], weight.size(0))

# q * G(v), as tokens [B, H * W, C]; qkv is [B, T, 3, heads, channels per head], of which the last H * W tokens are those of a map,
# and like is [..., H, W]. The heads fall into three consecutive groups, each with a window of its own.
def relative_position_encoding(self, qkv: Tensor, like: Tensor, weight0: Tensor, bias0: Tensor, weight1: Tensor, bias1: Tensor, weight2: Tensor, bias2: Tensor) -> Tensor:
  b, h, w = qkv.size(0), like.size(-2), like.size(-1)
  c = qkv.size(3) * qkv.size(4)
  flat = torch.flatten(torch.narrow(qkv, 1, qkv.size(1) - h * w, h * w), 3)
  q = torch.select(flat, 2, 0)
  values = torch.permute(torch.reshape(torch.select(flat, 2, 2), [b, h, w, c]), [0, 3, 1, 2])
  g0 = self.head_group(values, 0, weight0, bias0)
  g1 = self.head_group(values, weight0.size(0), weight1, bias1)
  g2 = self.head_group(values, weight0.size(0) + weight1.size(0), weight2, bias2)
  g = torch.transpose(torch.flatten(torch.cat([g0, g1, g2], 1), 2), 1, 2)
  return torch.mul(g, q)

# Factorised attention with convolutional relative position encoding, as tokens [B, T, C]:
# q (softmax over the tokens of k)^T v / sqrt(channels per head), and for the last H * W tokens, those of a map, + q * G(v).
def factorized_attention(self, qkv: Tensor, like: Tensor, weight0: Tensor, bias0: Tensor, weight1: Tensor, bias1: Tensor, weight2: Tensor, bias2: Tensor) -> Tensor:
  b, t, heads, ch = qkv.size(0), qkv.size(1), qkv.size(3), qkv.size(4)
  q = torch.permute(torch.select(qkv, 2, 0), [0, 2, 1, 3])
  k = torch.permute(torch.softmax(torch.select(qkv, 2, 1), 1), [0, 2, 3, 1])
  v = torch.permute(torch.select(qkv, 2, 2), [0, 2, 1, 3])
  context = torch.mul(torch.matmul(k, v), float(ch) ** -0.5)
  attended = torch.reshape(torch.permute(torch.matmul(q, context), [0, 2, 1, 3]), [b, t, heads * ch])
  relative = self.relative_position_encoding(qkv, like, weight0, bias0, weight1, bias1, weight2, bias2)
  before = t - relative.size(1)
  if before == 0:
    y = torch.add(relative, attended)
  else:
    y = torch.add(attended, torch.constant_pad_nd(relative, [0, 0, before, 0]))
  return y

# Which share each token gives to which other one: softmax over the keys of q k^T / sqrt(channels per head).
# q and k are [B, heads, N, channels per head].
def attention_shares(self, q: Tensor, k: Tensor) -> Tensor:
  return torch.softmax(torch.matmul(torch.mul(q, float(q.size(3)) ** -0.5), torch.transpose(k, 2, 3)), 3)


# ---- pooling attention with decomposed relative positions (MViTv2) ----------------------------------------------------

# The rows of a table [L, C] of relative positions for each of q queries and k keys along one axis, [q, k, C]. The table is
# stretched linearly to 2 max(q, k) - 1 rows; the row's number is i max(k/q, 1) - j max(q/k, 1) + (k - 1) max(q/k, 1), computed in
# float32 in this order and cut off.
def relative_rows(self, table: Tensor, q: int, k: int) -> Tensor:
  n = 2 * max(q, k) - 1
  rows = table
  if table.size(0) != n:
    stretched = torch.upsample_linear1d(torch.unsqueeze(torch.t(table), 0), [n], False, None)
    rows = torch.t(torch.squeeze(stretched, 0))
  query_step, key_step = max(float(k) / float(q), 1.), max(float(q) / float(k), 1.)
  i = torch.mul(torch.unsqueeze(torch.arange(q, dtype=6, device=table.device), 1), query_step)
  j = torch.mul(torch.unsqueeze(torch.arange(k, dtype=6, device=table.device), 0), key_step)
  index = torch.to(torch.add(torch.sub(i, j), float(k - 1) * key_step), 4)
  return torch.view(torch.index_select(rows, 0, torch.flatten(index)), [q, k, table.size(1)])

# The same with the two numbers in an array.
def relative_rows_of(self, table: Tensor, numbers: Tensor) -> Tensor:
  return self.relative_rows(table, int(torch.item(torch.select(numbers, 0, 0))), int(torch.item(torch.select(numbers, 0, 1))))

# A map of heads [B, H, W, heads, C] cut into windows, [B * down * across * heads, h, w, C], after zeros below and to the right.
def head_windows(self, x: Tensor, h: int, w: int) -> Tensor:
  b, heads, c = x.size(0), x.size(3), x.size(4)
  down, across = (x.size(1) + h - 1) // h, (x.size(2) + w - 1) // w
  y = x
  if down * h > x.size(1) or across * w > x.size(2):
    y = torch.constant_pad_nd(x, [0, 0, 0, 0, 0, across * w - x.size(2), 0, down * h - x.size(1)])
  cells = torch.reshape(y, [b, down, h, across, w, heads, c])
  return torch.reshape(torch.permute(cells, [0, 1, 3, 5, 2, 4, 6]), [b * down * across * heads, h, w, c])

# The map of heads, of another's size, that was cut into windows.
def head_map(self, windows: Tensor, like: Tensor) -> Tensor:
  b, heads, c = like.size(0), like.size(3), like.size(4)
  h, w = windows.size(1), windows.size(2)
  down, across = (like.size(1) + h - 1) // h, (like.size(2) + w - 1) // w
  cells = torch.reshape(windows, [b, down, across, heads, h, w, c])
  y = torch.reshape(torch.permute(cells, [0, 1, 4, 2, 5, 3, 6]), [b, down * h, across * w, heads, c])
  return torch.narrow(torch.narrow(y, 1, 0, like.size(1)), 2, 0, like.size(2))

# What queries [G, h, w, C] read of values [G, N, C]: softmax(q k + relh + relw) v, with keys [G, C, N] that are scaled already
# and rows of relative positions [h, kh, C] and [w, kw, C], N = kh kw.
def attended(self, q: Tensor, keys: Tensor, values: Tensor, rows_h: Tensor, rows_w: Tensor) -> Tensor:
  g, h, w, c = q.size(0), q.size(1), q.size(2), q.size(3)
  relative_h = torch.matmul(q, torch.transpose(rows_h, 1, 2))
  columns = torch.transpose(torch.reshape(q, [g * h, w, c]), 0, 1)
  relative_w = torch.transpose(torch.bmm(columns, torch.transpose(rows_w, 1, 2)), 0, 1)
  relative_w = torch.reshape(relative_w, [g, h, w, 1, rows_w.size(1)])
  relative = torch.reshape(torch.add(torch.unsqueeze(relative_h, 4), relative_w), [g, h * w, keys.size(2)])
  queries = torch.reshape(q, [g, h * w, c])
  if torch.is_grad_enabled():
    scores = torch.baddbmm(relative, queries, keys)
  else:
    scores = torch.baddbmm_(relative, queries, keys)
  return torch.reshape(torch.bmm(torch.softmax(scores, -1), values), [g, h, w, c])

# Attention of queries [B, H, W, heads, C] to keys and values [B, H', W', heads, C] within windows, whose sizes are those of the
# rows of relative positions [h, kh, C] and [w, kw, C]; plus the queries: [B, H, W, heads * C]. Zeros that fill up a window of keys
# take part. A table of scores would be heads * tokens * tokens; when no gradient needs it, about half a million scores are made
# at a time, which stay in the cache: some windows, or some rows of one.
def pooled_attention(self, q: Tensor, k: Tensor, v: Tensor, rows_h: Tensor, rows_w: Tensor) -> Tensor:
  queries = self.head_windows(q, rows_h.size(0), rows_w.size(0))
  keys = torch.flatten(self.head_windows(k, rows_h.size(1), rows_w.size(1)), 1, 2)
  keys = torch.transpose(torch.mul(keys, float(q.size(4)) ** -0.5), 1, 2)
  values = torch.flatten(self.head_windows(v, rows_h.size(1), rows_w.size(1)), 1, 2)
  if torch.is_grad_enabled():
    out = self.attended(queries, keys, values, rows_h, rows_w)
  else:
    out = torch.empty_like(queries)
    per_row = queries.size(2) * keys.size(2)
    rows = min(queries.size(1), max(1, 524288 // per_row))
    windows = max(1, 524288 // (per_row * queries.size(1)))
    first = 0
    while first < queries.size(0):
      count = min(windows, queries.size(0) - first)
      some, some_out = torch.narrow(queries, 0, first, count), torch.narrow(out, 0, first, count)
      some_keys, some_values = torch.narrow(keys, 0, first, count), torch.narrow(values, 0, first, count)
      top = 0
      while top < queries.size(1):
        n = min(rows, queries.size(1) - top)
        part = self.attended(torch.narrow(some, 1, top, n), some_keys, some_values, torch.narrow(rows_h, 0, top, n), rows_w)
        torch.copy_(torch.narrow(some_out, 1, top, n), part)
        top += n
      first += count
  return torch.flatten(torch.add(self.head_map(out, q), q), 3)


# ---- spatial-reduction attention -------------------------------------------------------------------------------------

# Attention of heads, as tokens [B, N, C]: q is [B, N, C], kv [B, M, 2 C] has the keys first; head i takes the i-th of equal parts of
# the channels. The engine's fused kernel never holds the table of N * M shares, in training neither.
def attention(self, q: Tensor, kv: Tensor, heads: int) -> Tensor:
  b, n, c, m = q.size(0), q.size(1), q.size(2), kv.size(1)
  per_head = c // heads
  queries = torch.transpose(torch.reshape(q, [b, n, heads, per_head]), 1, 2)
  pairs = torch.reshape(kv, [b, m, 2, heads, per_head])
  keys = torch.transpose(torch.select(pairs, 2, 0), 1, 2)
  values = torch.transpose(torch.select(pairs, 2, 1), 1, 2)
  attended = torch.scaled_dot_product_attention(queries, keys, values)
  return torch.reshape(torch.transpose(attended, 1, 2), [b, n, c])

# The same with the number of heads in an array.
def attention_of(self, q: Tensor, kv: Tensor, numbers: Tensor) -> Tensor:
  return self.attention(q, kv, int(torch.item(torch.select(numbers, 0, 0))))


# ---- deformable patches ----------------------------------------------------------------------------------------------

# The boxes [B, h * w, 4] that cells predict, in parts of the map: centre of the cell, moved by tanh of the first two of the predictions
# [B, h, w, 4] in cells; half sizes are tanh of the other two plus the bias, in cells, at least 0. Edges are held within the map.
def patch_boxes(self, predictions: Tensor, bias: Tensor) -> Tensor:
  h, w = predictions.size(1), predictions.size(2)
  a, b, c, d = torch.unbind(torch.add(predictions, torch.constant_pad_nd(bias, [2, 0])), 3)
  x = torch.div(torch.add(torch.arange(w, dtype=6, device=bias.device), 0.5), w)
  y = torch.view(torch.div(torch.add(torch.arange(h, dtype=6, device=bias.device), 0.5), h), [-1, 1])
  x, y = torch.add(torch.div(torch.tanh(a), w), x), torch.add(torch.div(torch.tanh(b), h), y)
  half_w, half_h = torch.div(torch.relu(torch.tanh(c)), w), torch.div(torch.relu(torch.tanh(d)), h)
  edges = [torch.sub(x, half_w), torch.sub(y, half_h), torch.add(x, half_w), torch.add(y, half_h)]
  return torch.flatten(torch.clamp(torch.stack(edges, 3), 0., 1.), 1, 2)

# Nine points of each box [B, N, 4]: [B, N * 9, 2], column by column.
def patch_points(self, boxes: Tensor) -> Tensor:
  left, top, right, bottom = torch.unbind(boxes, 2)
  x = torch.stack([left, torch.mul(torch.add(left, right), 0.5), right], 2)
  y = torch.stack([top, torch.mul(torch.add(top, bottom), 0.5), bottom], 2)
  columns = torch.expand(torch.unsqueeze(x, 3), [-1, -1, 3, 3])
  rows = torch.expand(torch.unsqueeze(y, 2), [-1, -1, 3, 3])
  return torch.flatten(torch.stack([columns, rows], 4), 1, 3)


# ---- boxes relative to a picture -------------------------------------------------------------------------------------

# The logit of numbers in [0, 1], which are kept 1e-5 away from both ends.
def inverse_sigmoid(self, x: Tensor) -> Tensor:
  inside = torch.clamp(x, 0., 1.)
  return torch.sub(torch.log(torch.clamp(inside, 1.0000000000000001e-05)), torch.log(torch.clamp(torch.rsub(inside, 1), 1.0000000000000001e-05)))

# sigmoid(correction + logits of the reference), [..., 4]; a reference [..., 2] is a centre.
def corrected_boxes(self, correction: Tensor, reference: Tensor) -> Tensor:
  logits = self.inverse_sigmoid(reference)
  if reference.size(-1) == 2:
    logits = torch.constant_pad_nd(logits, [0, 2])
  return torch.sigmoid(torch.add(correction, logits))


# ---- regions of maps -------------------------------------------------------------------------------------------------

# Sums of weighted channel vectors of a map: sum i adds up weights[j] * (the vector at flat position indices[j] in (image, y, x)
# order) for j from offsets[i] up to offsets[i + 1]; zero where there is none. The table of vectors is a view.
def weighted_sums(self, map: Tensor, indices: Tensor, weights: Tensor, offsets: Tensor) -> Tensor:
  vectors = torch.reshape(torch.permute(map, [0, 2, 3, 1]), [-1, map.size(1)])
  sums, _, _, _ = torch.embedding_bag(vectors, indices, offsets, False, 0, False, weights, True)
  return sums

# The same for the cells of some boxes of several maps: the sums of the i-th box become row places[i] of pooled, which is
# [R, cells, C] or, as planes, [R, C, cells].
def weighted_sums_to(self, pooled: Tensor, map: Tensor, indices: Tensor, weights: Tensor, offsets: Tensor, places: Tensor, planes: bool) -> int:
  sums = self.weighted_sums(map, indices, weights, offsets)
  boxes = torch.view(sums, [places.size(0), -1, map.size(1)])
  if planes:
    boxes = torch.transpose(boxes, 1, 2)
  torch.index_copy_(pooled, 0, places, boxes)
  return 0

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


# What chosen_channel makes of relu(conv_transpose2d(x)), [N, k * H, k * W], with neither of these maps: the products with a
# region's filter are taken before vectors are moved to their places, so that numbers are moved and not vectors, for about
# two megabytes of vectors at a time, which stay in the cache.
def chosen_channel_enlarged(self, x: Tensor, weight: Tensor, bias: Tensor, filters: Tensor, filter_bias: Tensor, channels: Tensor) -> Tensor:
  n, c, h, w, o, k = x.size(0), x.size(1), x.size(2), x.size(3), weight.size(1), weight.size(2)
  vectors = torch.reshape(torch.permute(x, [0, 2, 3, 1]), [n, h * w, c])
  products = torch.reshape(torch.permute(weight, [2, 3, 1, 0]), [k * k * o, c])
  shift = torch.repeat(bias, [k * k])
  chosen = torch.unsqueeze(torch.index_select(torch.flatten(filters, 1), 0, channels), 2)
  out = torch.empty([n, h * w * k * k, 1], dtype=6, device=x.device)
  step = max(1, 524288 // (h * w * k * k * o))
  first = 0
  while first < n:
    count = min(step, n - first)
    rows = torch.reshape(torch.narrow(vectors, 0, first, count), [count * h * w, c])
    hidden = torch.reshape(self.linear_then(rows, products, shift, True), [count, h * w * k * k, o])
    torch.bmm(hidden, torch.narrow(chosen, 0, first, count), out=torch.narrow(out, 0, first, count))
    first += count
  cells = torch.permute(torch.view(out, [n, h, w, k, k]), [0, 1, 3, 2, 4])
  return torch.add(torch.reshape(cells, [n, h * k, w * k]), torch.view(torch.index_select(filter_bias, 0, channels), [-1, 1, 1]))


# ---- sizes of maps ---------------------------------------------------------------------------------------------------

# Bilinear interpolation to the height and width of another map: centres of cells at their middle, no antialiasing.
def bilinear_like(self, x: Tensor, like: Tensor) -> Tensor:
  y = torch.upsample_bilinear2d(x, [like.size(-2), like.size(-1)], False, None, None)
  return torch.contiguous(y, memory_format=2)

# The sum of a map and one of half its height and width, each of whose values stands for a 2x2 block. Where no gradient is recorded
# it takes the place of the larger map's values.
def add_doubled(self, fine: Tensor, coarse: Tensor) -> Tensor:
  blocks = torch.view(fine, [fine.size(0), fine.size(1), coarse.size(2), 2, coarse.size(3), 2])
  cells = torch.unsqueeze(torch.unsqueeze(coarse, 3), 5)
  if torch.is_grad_enabled():
    y = torch.view(torch.add(blocks, cells), fine.size())
  else:
    torch.add_(blocks, cells)
    y = fine
  return y

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


# ---- deformable attention --------------------------------------------------------------------------------------------

# Where queries look, [B, Q, heads, L, P, 2]. reference is [B, Q, L, 2], points to which offsets [B, Q, heads, L, P, 2] are added
# in cells of the level's map, or [B, Q, L, 4], centre and size of boxes of which the offsets are parts: an offset of P reaches
# the box's border.
def sampling_locations(self, reference: Tensor, offsets: Tensor, shapes: Tensor) -> Tensor:
  heads, levels, points = offsets.size(2), offsets.size(3), offsets.size(4)
  near = torch.unsqueeze(torch.unsqueeze(reference, 2), 4)
  centre = torch.contiguous(torch.expand(torch.narrow(near, 5, 0, 2), [-1, -1, -1, -1, points, -1]))
  if reference.size(3) == 2:
    sizes = torch.view(torch.flip(shapes, [1]), [levels, 1, 2])
    unit = torch.reciprocal(torch.contiguous(torch.expand(sizes, [heads, levels, points, 2])))
  else:
    unit = torch.expand(torch.mul(torch.narrow(near, 5, 2, 2), 0.5 / float(points)), [-1, -1, -1, -1, points, -1])
  return torch.add(torch.mul(offsets, unit), centre)

# Sums of weighted bilinear samples of several maps. value is [B, S, heads, channels], the maps of all levels one after the
# other, row by row; shapes int64 [L, 2] holds their heights and widths; locations [B, Q, heads, L, P, 2] are x and y in [0, 1]
# of a map; weights [B, Q, heads, L, P]. Elements outside a map count as zero. Result: [B, Q, heads * channels].
#
# Every result is the weighted sum of 4 * L * P vectors of the table [S * heads, channels]: one embedding_bag for as many
# queries at a time as keep positions and weights in the cache. Positions are made from whole rows of heads * L * P numbers,
# because the engine is slow where the last axis is short.
def deformable_attention(self, value: Tensor, shapes: Tensor, locations: Tensor, weights: Tensor) -> Tensor:
  b, s, heads, channels = value.size(0), value.size(1), value.size(2), value.size(3)
  q, levels, points = locations.size(1), locations.size(3), locations.size(4)
  per_head = levels * points
  row = heads * per_head
  h, w = torch.select(shapes, 1, 0), torch.select(shapes, 1, 1)
  area = torch.mul(h, w)
  start = torch.sub(torch.cumsum(area, 0), area)
  head = torch.view(torch.arange(heads, device=value.device), [heads, 1, 1])
  width = torch.reshape(torch.expand(torch.view(w, [1, levels, 1]), [heads, levels, points]), [row])
  height = torch.reshape(torch.expand(torch.view(h, [1, levels, 1]), [heads, levels, points]), [row])
  first = torch.add(torch.mul(torch.view(start, [1, levels, 1]), heads), head)
  first = torch.reshape(torch.expand(first, [heads, levels, points]), [row])
  chunk = max(1, 65536 // row)
  parts: List[Tensor] = []
  for image in range(b):
    table = torch.reshape(torch.select(value, 0, image), [s * heads, channels])
    where = torch.reshape(torch.select(locations, 0, image), [q, row, 2])
    factors = torch.reshape(torch.select(weights, 0, image), [q, row])
    begin = 0
    while begin < q:
      n = min(chunk, q - begin)
      part = torch.narrow(where, 0, begin, n)
      left, right, left_weight, right_weight = self.neighbours(torch.select(part, 2, 0), width)
      top, bottom, top_weight, bottom_weight = self.neighbours(torch.select(part, 2, 1), height)
      left, right = torch.add(torch.mul(left, heads), first), torch.add(torch.mul(right, heads), first)
      pitch = torch.mul(width, heads)
      top, bottom = torch.mul(top, pitch), torch.mul(bottom, pitch)
      factor = torch.narrow(factors, 0, begin, n)
      top_weight, bottom_weight = torch.mul(top_weight, factor), torch.mul(bottom_weight, factor)
      i = [torch.add(top, left), torch.add(top, right), torch.add(bottom, left), torch.add(bottom, right)]
      f = [torch.mul(top_weight, left_weight), torch.mul(top_weight, right_weight), torch.mul(bottom_weight, left_weight), torch.mul(bottom_weight, right_weight)]
      indices = self.bags(i, n * heads, per_head)
      offsets = torch.arange(0, (n * heads + 1) * 4 * per_head, 4 * per_head, device=value.device)
      sums, _, _, _ = torch.embedding_bag(table, indices, offsets, False, 0, False, self.bags(f, n * heads, per_head), True)
      parts.append(torch.view(sums, [n, heads * channels]))
      begin += n
  return torch.view(torch.cat(parts, 0), [b, q, heads * channels])

# The two elements beside a location on one axis and their weights; elements outside have weight zero. The positions are
# clamped as integers, so that no location whatever, not even one that is no number, points outside the table.
def neighbours(self, location: Tensor, size: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
  at = torch.sub(torch.mul(location, size), 0.5)
  low = torch.floor(at)
  fraction = torch.sub(at, low)
  zero = torch.zeros_like(size)
  limit = torch.sub(size, 1)
  position = torch.to(low, 4)
  near = torch.minimum(torch.maximum(position, zero), limit)
  far = torch.minimum(torch.maximum(torch.add(position, 1), zero), limit)
  near_weight = torch.mul(torch.rsub(fraction, 1), torch.eq(near, low))
  far_weight = torch.mul(fraction, torch.eq(far, torch.add(low, 1)))
  return near, far, near_weight, far_weight

# Four rows of numbers per bag, one after the other.
def bags(self, corners: List[Tensor], count: int, size: int) -> Tensor:
  views: List[Tensor] = []
  for corner in corners:
    views.append(torch.view(corner, [count, size]))
  return torch.reshape(torch.stack(views, 1), [-1])
