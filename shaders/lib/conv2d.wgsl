// Positions in a convolution. For the conv2d kernels.

// Height and width of the output.
fn output_size() -> vec2u {
  return vec2u(params.out_height, params.out_width);
}

// Channels of a group.
fn group_inputs() -> u32 {
  return params.in_channels / params.groups;
}

fn group_outputs() -> u32 {
  return params.out_channels / params.groups;
}

fn stride() -> vec2u {
  return vec2u(params.stride_h, params.stride_w);
}

fn kernel_size() -> vec2u {
  return vec2u(params.kernel_h, params.kernel_w);
}

fn dilation() -> vec2u {
  return vec2u(params.dilation_h, params.dilation_w);
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
