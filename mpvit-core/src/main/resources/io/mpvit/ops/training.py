# TorchScript methods of io.mpvit.ops that training alone needs; the rules of the dialect stand in kernels.py.


# ---- memory order ----------------------------------------------------------------------------------------------------

def channels_first(self, x: Tensor) -> Tensor:
  return torch.contiguous(x, memory_format=0)


# ---- layers in another number format -----------------------------------------------------------------------------------

# The layers of kernels.py with their numbers in an int64 array, the last of which is the type that products are computed in.
# Casts are part of what is differentiated: gradients arrive in float32 at inputs and at weights.

def linear_in(self, x: Tensor, weight: Tensor, bias: Tensor, numbers: Tensor) -> Tensor:
  return self.linear(x, weight, bias, int(numbers[0]))

def mlp_in(self, x: Tensor, weight1: Tensor, bias1: Tensor, weight2: Tensor, bias2: Tensor, numbers: Tensor) -> Tensor:
  return self.mlp(x, weight1, bias1, weight2, bias2, int(numbers[0]))

def conv_transpose2d_in(self, x: Tensor, weight: Tensor, bias: Tensor, numbers: Tensor) -> Tensor:
  return self.conv_transpose2d(x, weight, bias, int(numbers[0]))

# numbers is stride, padding, groups and the type; an empty bias is none.
def conv2d_in(self, x: Tensor, weight: Tensor, bias: Tensor, numbers: Tensor) -> Tensor:
  stride, padding, groups, dtype = int(numbers[0]), int(numbers[1]), int(numbers[2]), int(numbers[3])
  if torch.numel(bias) > 0:
    y = self.conv2d(x, weight, bias, stride, padding, groups, dtype)
  else:
    y = self.conv2d(x, weight, None, stride, padding, groups, dtype)
  return y


# Convolution without bias whose normalisation never learns, folded into it, so that no map between the two is kept. numbers is
# stride, padding, groups, the type and eps.
def conv2d_constant_norm(self, x: Tensor, weight: Tensor, gamma: Tensor, beta: Tensor, mean: Tensor, var: Tensor, numbers: Tensor) -> Tensor:
  stride, padding, groups, dtype = int(numbers[0]), int(numbers[1]), int(numbers[2]), int(numbers[3])
  scale, shift = self.norm_as_line(gamma, beta, mean, var, float(numbers[4]))
  return self.conv2d(x, torch.mul(weight, torch.view(scale, [-1, 1, 1, 1])), shift, stride, padding, groups, dtype)


# ---- batch normalisation of a batch that is spread over replicas -------------------------------------------------------

# Sums of each channel, and last how many elements each has: [C + 1].
def channel_sums(self, x: Tensor) -> Tensor:
  count = torch.full([1], float(torch.numel(x) // x.size(1)), dtype=6, device=x.device)
  return torch.cat([torch.sum(x, [0, 2, 3]), count])

# The distance of each element from its channel's mean in the whole batch.
def centred(self, x: Tensor, sums: Tensor) -> Tensor:
  mean = torch.div(torch.narrow(sums, 0, 0, x.size(1)), sums[-1])
  return torch.sub(x, torch.view(mean, [1, -1, 1, 1]))

def channel_squares(self, centred: Tensor) -> Tensor:
  return torch.sum(torch.mul(centred, centred), [0, 2, 3])

# centred / sqrt(variance + eps) * gamma + beta, the variance being squares / count.
def scaled(self, centred: Tensor, sums: Tensor, squares: Tensor, gamma: Tensor, beta: Tensor, eps: Tensor) -> Tensor:
  scale = torch.mul(gamma, torch.rsqrt(torch.add(torch.div(squares, sums[-1]), float(eps))))
  return torch.addcmul(torch.view(beta, [1, -1, 1, 1]), centred, torch.view(scale, [1, -1, 1, 1]))

# Moves running statistics towards the batch's, the variance's without bias, in place.
def follow_statistics(self, mean: Tensor, var: Tensor, sums: Tensor, squares: Tensor, momentum: float) -> int:
  count = sums[-1]
  m = torch.lerp_(mean, torch.div(torch.narrow(sums, 0, 0, mean.size(0)), count), momentum)
  v = torch.lerp_(var, torch.div(squares, torch.clamp_min(torch.sub(count, 1), 1)), momentum)
  return 0


# ---- optimizer -------------------------------------------------------------------------------------------------------

# One step of AdamW (Loshchilov and Hutter, 2019) as PyTorch computes it, in place: eps is added after the bias correction
# of the second moment.
def adamw(self, params: List[Tensor], grads: List[Tensor], means: List[Tensor], squares: List[Tensor], lr: float, beta1: float, beta2: float, eps: float, decay: float, step: int) -> int:
  correction1 = 1. - beta1 ** float(step)
  correction2 = (1. - beta2 ** float(step)) ** 0.5
  for i in range(len(params)):
    p, g, m, v = params[i], grads[i], means[i], squares[i]
    if decay != 0.:
      p = torch.mul_(p, 1. - lr * decay)
    m = torch.lerp_(m, g, 1. - beta1)
    v = torch.addcmul_(torch.mul_(v, beta2), g, g, value=1. - beta2)
    denominator = torch.add_(torch.div_(torch.sqrt(v), correction2), eps)
    p = torch.addcdiv_(p, m, denominator, value=-(lr / correction1))
  return len(params)

# One step of stochastic gradient descent with momentum as PyTorch computes it, in place. The decay is a part of the gradient.
def sgd(self, params: List[Tensor], grads: List[Tensor], buffers: List[Tensor], lr: float, momentum: float, decay: float) -> int:
  for i in range(len(params)):
    p, g, b = params[i], grads[i], buffers[i]
    if decay != 0.:
      g = torch.add(g, p, alpha=decay)
    b = torch.add_(torch.mul_(b, momentum), g)
    p = torch.add_(p, b, alpha=-lr)
  return len(params)

# averages + (values - averages) * weight, in place.
def move_towards(self, averages: List[Tensor], values: List[Tensor], weight: float) -> int:
  for i in range(len(averages)):
    a = torch.lerp_(averages[i], values[i], weight)
  return len(averages)

# The Euclidean norm of all tensors together, added up in float64 (7): on the CPU the engine's float32 sum of the nine million squares
# of one weight is up to 1 % off, by another amount on each instruction set.
def global_norm(self, first: Tensor, rest: List[Tensor]) -> Tensor:
  norms = [torch.norm(first, 2, dtype=7)]
  for i in range(len(rest)):
    norms.append(torch.norm(rest[i], 2, dtype=7))
  return torch.to(torch.norm(torch.stack(norms)), 6)

# Sets to 0, whatever was there: 0 times NaN would be NaN.
def clear(self, tensors: List[Tensor]) -> int:
  for i in range(len(tensors)):
    t = torch.zero_(tensors[i])
  return len(tensors)

# Multiplies in place.
def scale(self, tensors: List[Tensor], factor: float) -> int:
  for i in range(len(tensors)):
    t = torch.mul_(tensors[i], factor)
  return len(tensors)


# ---- losses ----------------------------------------------------------------------------------------------------------

# The mean over rows of sum(-target * log_softmax(logits)).
def soft_cross_entropy(self, logits: Tensor, targets: Tensor) -> Tensor:
  return torch.mean(torch.neg(torch.sum(torch.mul(targets, torch.log_softmax(logits, -1)), [-1])))

# The mean over rows of -log_softmax(logits)[label]; [B, K] and [B]; rows with a negative label do not count. No row left: 0.
def cross_entropy(self, logits: Tensor, labels: Tensor) -> Tensor:
  total = torch.nll_loss(torch.log_softmax(logits, 1), torch.clamp_min(labels, -1), None, 2, -1)
  return torch.div(total, torch.clamp_min(torch.sum(torch.ge(labels, 0)), 1))

# The mean over all pixels of -log_softmax(logits)[label]; [B, K, H, W] and [B, H, W]; numbers is [ignored label, factor].
# Ignored pixels give 0 and count in the mean.
def pixel_cross_entropy(self, logits: Tensor, labels: Tensor, numbers: Tensor) -> Tensor:
  total = torch.nll_loss_nd(torch.log_softmax(logits, 1), labels, None, 2, int(numbers[0]))
  return torch.mul(torch.div(total, torch.numel(labels)), float(numbers[1]))

# The percentage of pixels whose largest logit is that of their label; ignored ones count as wrong.
def pixel_accuracy(self, logits: Tensor, labels: Tensor) -> Tensor:
  return torch.mul(torch.mean(torch.to(torch.eq(torch.argmax(logits, 1), labels), 6)), 100.)

# The sum of a_t (1 - p_t)^gamma BCE(logit, target), weighted elementwise; rates is [alpha, gamma], alpha negative for none.
# (Lin et al., 2017)
def sigmoid_focal(self, logits: Tensor, targets: Tensor, rates: Tensor) -> Tensor:
  p = torch.sigmoid(logits)
  entropy = torch.binary_cross_entropy_with_logits(logits, targets, None, None, 0)
  p_t = torch.add(torch.mul(p, targets), torch.mul(torch.rsub(p, 1), torch.rsub(targets, 1)))
  loss = torch.mul(entropy, torch.pow(torch.rsub(p_t, 1), float(rates[1])))
  alpha = float(rates[0])
  if alpha >= 0.:
    loss = torch.mul(loss, torch.add(torch.mul(targets, alpha), torch.mul(torch.rsub(targets, 1), 1. - alpha)))
  return torch.sum(loss)

# The sum of smooth L1, beta being where the parabola ends; 0 gives L1.
def smooth_l1(self, values: Tensor, targets: Tensor, beta: Tensor) -> Tensor:
  b = float(beta)
  difference = torch.abs(torch.sub(values, targets))
  if b < 1.0000000000000001e-05:
    loss = difference
  else:
    loss = torch.where(torch.lt(difference, b), torch.div(torch.mul(torch.mul(difference, difference), 0.5), b), torch.sub(difference, 0.5 * b))
  return torch.sum(loss)

# The sum of binary cross-entropy.
def binary_cross_entropy(self, logits: Tensor, targets: Tensor) -> Tensor:
  return torch.binary_cross_entropy_with_logits(logits, targets, None, None, 2)

# Sigmoid focal losses, summed, of [R, K] logits with one label each: K is background, negative ones do not count.
def sigmoid_focal_of_labels(self, logits: Tensor, labels: Tensor, rates: Tensor) -> Tensor:
  rows = torch.squeeze(torch.nonzero(torch.ge(labels, 0)), 1)
  counted = torch.index_select(logits, 0, rows)
  columns = torch.zeros([counted.size(0), counted.size(1) + 1], dtype=counted.dtype, device=counted.device)
  columns = torch.scatter_(columns, 1, torch.unsqueeze(torch.index_select(labels, 0, rows), 1), 1.)
  return self.sigmoid_focal(counted, torch.narrow(columns, 1, 0, counted.size(1)), rates)

# Smooth L1, summed, of some rows.
def smooth_l1_of_rows(self, values: Tensor, rows: Tensor, targets: Tensor, beta: Tensor) -> Tensor:
  return self.smooth_l1(torch.index_select(values, 0, rows), targets, beta)

# Binary cross-entropy, summed, of some elements of a vector.
def binary_cross_entropy_of_rows(self, logits: Tensor, rows: Tensor, targets: Tensor) -> Tensor:
  return self.binary_cross_entropy(torch.index_select(logits, 0, rows), targets)

# 1 - GIoU, summed, of some rows of boxes against others; centre x, centre y, width, height each.
def giou_of_rows(self, boxes: Tensor, rows: Tensor, targets: Tensor) -> Tensor:
  centre, size = torch.split(torch.index_select(boxes, 0, rows), 2, 1)
  other_centre, other_size = torch.split(targets, 2, 1)
  low, high = torch.sub(centre, torch.mul(size, 0.5)), torch.add(centre, torch.mul(size, 0.5))
  other_low, other_high = torch.sub(other_centre, torch.mul(other_size, 0.5)), torch.add(other_centre, torch.mul(other_size, 0.5))
  inner = torch.prod(torch.clamp(torch.sub(torch.min(high, other_high), torch.max(low, other_low)), 0), 1)
  area = torch.add(torch.prod(torch.sub(high, low), 1), torch.prod(torch.sub(other_high, other_low), 1))
  union = torch.sub(area, inner)
  outer = torch.prod(torch.clamp(torch.sub(torch.max(high, other_high), torch.min(low, other_low)), 0), 1)
  giou = torch.sub(torch.div(inner, union), torch.div(torch.sub(outer, union), outer))
  return torch.sum(torch.rsub(giou, 1))


# ---- gradients -------------------------------------------------------------------------------------------------------

def divide(self, x: Tensor, divisor: Tensor) -> Tensor:
  return torch.div(x, float(divisor))

# The same values; their gradient is multiplied by factor.
def scale_gradient(self, x: Tensor, factor: Tensor) -> Tensor:
  fixed = torch.detach(x)
  return torch.add(fixed, torch.mul(torch.sub(x, fixed), float(factor)))
