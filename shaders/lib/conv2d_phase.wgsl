// The gradient by x splits into stride_h * stride_w phases: input positions phase + stride * q of one
// phase meet the same part of the kernel, every stride-th row and column from `first` on, and with
// tap t of it output position q + shift - t. Needs lib/conv2d.wgsl.

struct Phase {
  at: vec2u,
  // Input positions of each image, rounded up: the last ones may lie outside.
  size: vec2u,
  first: vec2u,
  taps: vec2u,
  shift: vec2u,
}

fn phase_of(index: u32) -> Phase {
  var phase: Phase;
  phase.at = vec2u(index / params.stride_w, index % params.stride_w);
  phase.size = (input_size() + stride() - 1u) / stride();
  phase.first = (phase.at + padding()) % stride();
  // Where the stride exceeds the kernel, first may lie behind it.
  phase.taps = (max(kernel_size(), phase.first) - phase.first + stride() - 1u) / stride();
  phase.shift = (phase.at + padding() - phase.first) / stride();
  return phase;
}
