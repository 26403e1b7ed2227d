

# ---- convolutions and linear layers with what follows them, as separate operations -------------------------------------
#
# fused.py has the same methods, each as one operation, for processors on which the engine has such. No gradient flows through
# either. Activations of convolutions: 0 none, 1 hardswish, 2 ReLU; of linear layers: GELU, or ReLU if asked.

# activation(conv(x))
def conv2d_then(self, x: Tensor, weight: Tensor, bias: Optional[Tensor], stride: int, padding: int, groups: int, activation: int) -> Tensor:
  return self.activate_(torch.conv2d(x, weight, bias, [stride, stride], [padding, padding], [1, 1], groups), activation)

# activation(conv(x) + other), which takes the place of other's values.
def conv2d_onto_(self, x: Tensor, weight: Tensor, bias: Optional[Tensor], stride: int, padding: int, groups: int, activation: int, other: Tensor) -> Tensor:
  return self.activate_(torch.add_(other, torch.conv2d(x, weight, bias, [stride, stride], [padding, padding], [1, 1], groups)), activation)

# conv(x) + other
def conv2d_add(self, x: Tensor, weight: Tensor, bias: Optional[Tensor], stride: int, padding: int, groups: int, other: Tensor) -> Tensor:
  return torch.add_(torch.conv2d(x, weight, bias, [stride, stride], [padding, padding], [1, 1], groups), other)

# The weight of a convolution that keeps the size of maps, arranged as inputs of some size need it.
def packed_weight(self, weight: Tensor, size: List[int]) -> Tensor:
  return weight

# gelu(linear(x)) or relu(linear(x))
def linear_then(self, x: Tensor, weight: Tensor, bias: Tensor, relu: bool) -> Tensor:
  return self.activation_(torch.linear(x, weight, bias), relu)

# linear(x) + other
def linear_plus(self, x: Tensor, weight: Tensor, bias: Tensor, other: Tensor) -> Tensor:
  return torch.add_(torch.linear(x, weight, bias), other)
