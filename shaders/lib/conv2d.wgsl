// Positions in a convolution. The importing shader declares the conv2d kernels' Params.

// Height and width of the output.
fn output_size() -> vec2u {
  let padded = vec2u(params.height + 2u * params.pad_h, params.width + 2u * params.pad_w);
  return (padded - vec2u(params.kernel_h, params.kernel_w)) / vec2u(params.stride_h, params.stride_w) + 1u;
}

fn stride() -> vec2u {
  return vec2u(params.stride_h, params.stride_w);
}

fn kernel_size() -> vec2u {
  return vec2u(params.kernel_h, params.kernel_w);
}

fn padding() -> vec2u {
  return vec2u(params.pad_h, params.pad_w);
}

fn input_size() -> vec2u {
  return vec2u(params.height, params.width);
}

// An image and a position (row, column) in it.
struct Pixel {
  image: u32,
  at: vec2u,
}

// Which pixel of images of a size an index counts.
fn pixel_of(index: u32, size: vec2u) -> Pixel {
  let image = index / (size.x * size.y);
  let rest = index - image * size.x * size.y;
  return Pixel(image, vec2u(rest / size.y, rest % size.y));
}

fn inside(at: vec2i, size: vec2u) -> bool {
  // Negative positions are large as unsigned ones.
  return u32(at.x) < size.x && u32(at.y) < size.y;
}
