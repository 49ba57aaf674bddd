// Moves the border between the parts of an image by the sign of the objective's gradient, and smooths it: the formulas are
// in src/kernels/inpainting.ts.
//
// x: [N, C, H, W]; mask, moved, next: [N, H, W]; errors: [N, 2, H, W]; pulled: [N, 2 (C + 1), H, W]; sums: [N, 4 + 2C].
// One invocation per pixel and pass: move, then smooth.

const WORKGROUP = 64u;
// Of the 9 pixels around and with it, those that a pixel of the foreground has in it.
const LEAST = 4.0;

fn pixel_of(group: vec3u, lane: u32, grid: vec3u) -> u32 {
  return (group.y * grid.x + group.x) * WORKGROUP + lane;
}

fn differs(pixel: u32, step: i32, inside: bool) -> bool {
  if (!inside) {
    return true;
  }
  return mask[u32(i32(pixel) + step)] != mask[pixel];
}

// What the objective gains as the pixel goes over to a part.
fn gain(image: u32, part: u32, i: u32) -> f32 {
  let pixels = params.height * params.width;
  let channels = params.channels;
  let own = image * (4u + 2u * channels);
  let area = max(1.0, sums[own + part]);
  let first = (image * 2u + part) * (channels + 1u) * pixels + i;
  var pull = -pulled[first + channels * pixels];
  var spread = 0.0;
  for (var c = 0u; c < channels; c++) {
    let value = x[(image * channels + c) * pixels + i];
    pull = fma(value, pulled[first + c * pixels], pull);
    let distance = value - sums[own + 4u + part * channels + c];
    spread = fma(distance, distance, spread);
  }
  let error = errors[(image * 2u + part) * pixels + i] - sums[own + 2u + part] / area;
  return (error + pull / f32(channels)) / area - params.deviation * spread;
}

@compute @workgroup_size(WORKGROUP)
fn move_border(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let pixel = pixel_of(group, lane, grid);
  let pixels = params.height * params.width;
  if (pixel >= params.batch * pixels) {
    return;
  }
  let image = pixel / pixels;
  let i = pixel % pixels;
  let row = i / params.width;
  let column = i % params.width;
  let here = mask[pixel];
  let width = i32(params.width);
  let border = differs(pixel, -width, row > 0u) || differs(pixel, width, row + 1u < params.height) ||
               differs(pixel, -1, column > 0u) || differs(pixel, 1, column + 1u < params.width);
  var value = here;
  if (border) {
    let gradient = gain(image, 0u, i) - gain(image, 1u, i);
    if (gradient != 0.0) {
      value = select(0.0, 1.0, gradient > 0.0);
    }
  }
  moved[pixel] = value;
}

@compute @workgroup_size(WORKGROUP)
fn smooth_border(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
          @builtin(num_workgroups) grid: vec3u) {
  let pixel = pixel_of(group, lane, grid);
  let pixels = params.height * params.width;
  if (pixel >= params.batch * pixels) {
    return;
  }
  let row = pixel % pixels / params.width;
  let column = pixel % params.width;
  let top = select(row - 1u, 0u, row == 0u);
  let left = select(column - 1u, 0u, column == 0u);
  var count = 0.0;
  for (var h = top; h <= min(row + 1u, params.height - 1u); h++) {
    for (var w = left; w <= min(column + 1u, params.width - 1u); w++) {
      count += moved[pixel / pixels * pixels + h * params.width + w];
    }
  }
  next[pixel] = select(0.0, 1.0, count >= LEAST);
}
