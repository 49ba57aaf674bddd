// The gradient by x splits into stride_h * stride_w phases: input positions phase + stride * q of one
// phase meet the same part of the kernel, every `step`-th row and column from `first` on, and with
// tap t of it output position q + shift - t * spread. Needs lib/conv2d.wgsl.

struct Phase {
  at: vec2u,
  // Input positions of each image, rounded up: the last ones may lie outside.
  size: vec2u,
  first: vec2u,
  step: vec2u,
  taps: vec2u,
  shift: vec2i,
  spread: vec2u,
}

fn common_divisor(a: u32, b: u32) -> u32 {
  var pair = vec2u(a, b);
  while (pair.y > 0u) {
    pair = vec2u(pair.y, pair.x % pair.y);
  }
  return pair.x;
}

// The first tap k of a kernel with k * dilation = position modulo the stride; kernel where there is none.
fn first_tap(position: u32, kernel: u32, stride: u32, dilation: u32) -> u32 {
  for (var k = 0u; k < min(kernel, stride); k++) {
    if (k * dilation % stride == position % stride) {
      return k;
    }
  }
  return kernel;
}

fn phase_of(index: u32) -> Phase {
  var phase: Phase;
  phase.at = vec2u(index / params.stride_w, index % params.stride_w);
  phase.size = (input_size() + stride() - 1u) / stride();
  let position = phase.at + padding();
  phase.first = vec2u(first_tap(position.x, params.kernel_h, params.stride_h, params.dilation_h),
                      first_tap(position.y, params.kernel_w, params.stride_w, params.dilation_w));
  let divisor = vec2u(common_divisor(params.stride_h, params.dilation_h),
                      common_divisor(params.stride_w, params.dilation_w));
  phase.step = stride() / divisor;
  phase.taps = (kernel_size() - phase.first + phase.step - 1u) / phase.step;
  phase.shift = (vec2i(position) - vec2i(phase.first * dilation())) / vec2i(stride());
  phase.spread = dilation() / divisor;
  return phase;
}
