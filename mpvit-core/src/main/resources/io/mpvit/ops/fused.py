

# ---- convolutions and linear layers with what follows them, as one operation of oneDNN ----------------------------------
#
# The methods of plain.py for float32 on processors: what follows is applied to each result before it is written, so a map is
# written once instead of written, read and written again. ReLU stays an operation of its own: oneDNN's makes 0 of what is no
# number, and a network that has gone wrong must not look right. Empty arrays, which oneDNN does not take, go the plain way.

def conv2d_then(self, x: Tensor, weight: Tensor, bias: Optional[Tensor], stride: int, padding: int, groups: int, activation: int) -> Tensor:
  if torch.numel(x) == 0:
    y = torch.conv2d(x, weight, bias, [stride, stride], [padding, padding], [1, 1], groups)
  else:
    attr = "none"
    if activation == 1:
      attr = "hardswish"
    y = ops.mkldnn._convolution_pointwise(x, weight, bias, [padding, padding], [stride, stride], [1, 1], groups, attr, annotate(List[Optional[number]], []), "")
    if activation == 2:
      y = torch.relu_(y)
  return y

def conv2d_onto_(self, x: Tensor, weight: Tensor, bias: Optional[Tensor], stride: int, padding: int, groups: int, activation: int, other: Tensor) -> Tensor:
  if torch.numel(x) == 0:
    y = torch.add_(other, torch.conv2d(x, weight, bias, [stride, stride], [padding, padding], [1, 1], groups))
  else:
    y = ops.mkldnn._convolution_pointwise_(other, x, weight, bias, [padding, padding], [stride, stride], [1, 1], groups, "add", 1.0, None, annotate(List[Optional[number]], []), None)
  return self.activate_(y, activation)

# oneDNN cannot tell in which order the numbers of a map of one channel or one cell lie, and refuses some of them.
def conv2d_add(self, x: Tensor, weight: Tensor, bias: Optional[Tensor], stride: int, padding: int, groups: int, other: Tensor) -> Tensor:
  if torch.numel(x) == 0 or other.size(1) == 1 or other.size(2) * other.size(3) == 1:
    y = torch.add_(torch.conv2d(x, weight, bias, [stride, stride], [padding, padding], [1, 1], groups), other)
  else:
    y = ops.mkldnn._convolution_pointwise(x, other, weight, bias, [padding, padding], [stride, stride], [1, 1], groups, "add", 1.0, None, annotate(List[Optional[number]], []), None)
  return y

def packed_weight(self, weight: Tensor, size: List[int]) -> Tensor:
  p = weight.size(2) // 2
  return torch.mkldnn_reorder_conv2d_weight(torch.to_mkldnn(weight), [p, p], [1, 1], [1, 1], 1, size)

def linear_then(self, x: Tensor, weight: Tensor, bias: Tensor, relu: bool) -> Tensor:
  if torch.numel(x) == 0 or relu:
    y = self.activation_(torch.linear(x, weight, bias), relu)
  else:
    y = ops.mkldnn._linear_pointwise(x, weight, bias, "gelu", annotate(List[Optional[number]], []), "none")
  return y

def linear_plus(self, x: Tensor, weight: Tensor, bias: Tensor, other: Tensor) -> Tensor:
  if torch.numel(x) == 0:
    y = torch.linear(x, weight, bias)
  else:
    y = ops.mkldnn._linear_pointwise(x, other, weight, bias, "add")
  return y
