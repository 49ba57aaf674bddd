// Where the windows of a pooling stand, along one axis; pad < kernel. Ranges are [begin, end).

struct Axis {
  extent: u32,
  windows: u32,
  kernel: u32,
  stride: u32,
  pad: u32,
  dilation: u32,
}

// Positions from a window's first one to behind its last one.
fn reach(axis: Axis) -> u32 {
  return axis.dilation * (axis.kernel - 1u) + 1u;
}

// The input positions of one window, a dilation apart, padding left out. Empty only where a dilation steps over the
// whole image.
fn window_inputs(axis: Axis, window: u32) -> vec2u {
  let start = window * axis.stride;
  let skipped = (max(start, axis.pad) - start + axis.dilation - 1u) / axis.dilation;
  return vec2u(start + skipped * axis.dilation, min(start + reach(axis), axis.extent + axis.pad)) - axis.pad;
}

// The windows whose reach covers an input position; may be empty.
fn windows_over(axis: Axis, position: u32) -> vec2u {
  let padded = position + axis.pad;
  let begin = select((padded - reach(axis)) / axis.stride + 1u, 0u, padded < reach(axis));
  return vec2u(begin, min(padded / axis.stride + 1u, axis.windows));
}

// Positions of one window, those in the padding included if asked for; a window without dilation.
fn window_positions(axis: Axis, window: u32, with_padding: bool) -> u32 {
  let inputs = window_inputs(axis, window);
  let start = window * axis.stride;
  return select(inputs.y - inputs.x, min(start + axis.kernel, axis.extent + 2u * axis.pad) - start, with_padding);
}
