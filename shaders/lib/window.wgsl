// Where the windows of a pooling stand, along one axis; pad < kernel. Ranges are [begin, end).

fn window_count(extent: u32, kernel: u32, stride: u32, pad: u32) -> u32 {
  return (extent + 2u * pad - kernel) / stride + 1u;
}

// The input positions of one window, padding left out; never empty.
fn window_inputs(window: u32, extent: u32, kernel: u32, stride: u32, pad: u32) -> vec2u {
  let start = window * stride;
  return vec2u(max(start, pad), min(start + kernel, extent + pad)) - pad;
}

// The windows that cover an input position; may be empty.
fn windows_over(position: u32, extent: u32, kernel: u32, stride: u32, pad: u32) -> vec2u {
  let padded = position + pad;
  let begin = select((padded - kernel) / stride + 1u, 0u, padded < kernel);
  return vec2u(begin, min(padded / stride + 1u, window_count(extent, kernel, stride, pad)));
}
