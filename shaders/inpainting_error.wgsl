// Errors of predicting each part of an image from the other, their derivatives by what the prediction was made of, and
// sums: the formulas are in src/kernels/inpainting.ts.
//
// x: [N, C, H, W]; mask: [N, H, W]; near, all: [N, C + 1, H, W]; errors: [N, 2, H, W]; pulls: [N, 2 (C + 1), H, W];
// sums: [N, 4 + 2C]. One workgroup per image.
#import reduce

const WORKGROUP = 256u;
// Less weight than any pixel in reach of a filter of 11 values has; rounding leaves less of none.
const REACH = 1e-5;
// Of a part's pixel that is out of reach.
const FAR = 1e-8;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let image = group.y * grid.x + group.x;
  if (image >= params.batch) {
    return;
  }
  let pixels = params.height * params.width;
  let channels = params.channels;
  let own = image * (4u + 2u * channels);
  var foreground = 0.0;
  for (var i = lane; i < pixels; i += WORKGROUP) {
    foreground += mask[image * pixels + i];
  }
  foreground = workgroup_sum(lane, foreground);
  let background = f32(pixels) - foreground;
  for (var c = 0u; c < channels; c++) {
    var inside = 0.0;
    var outside = 0.0;
    for (var i = lane; i < pixels; i += WORKGROUP) {
      let value = x[(image * channels + c) * pixels + i];
      let m = mask[image * pixels + i];
      inside = fma(m, value, inside);
      outside = fma(1.0 - m, value, outside);
    }
    inside = workgroup_sum(lane, inside);
    outside = workgroup_sum(lane, outside);
    if (lane == 0u) {
      sums[own + 4u + c] = inside / max(1.0, foreground);
      sums[own + 4u + channels + c] = outside / max(1.0, background);
    }
  }
  storageBarrier();
  for (var part = 0u; part < 2u; part++) {
    // The other part predicts.
    let area = max(1.0, select(foreground, background, part == 0u));
    let means = own + 4u + (1u - part) * channels;
    let first = image * (channels + 1u) * pixels;
    let pull = (image * 2u + part) * (channels + 1u) * pixels;
    var total = 0.0;
    for (var i = lane; i < pixels; i += WORKGROUP) {
      let m = mask[image * pixels + i];
      let inside = select(m, 1.0 - m, part == 1u);
      let here = near[first + channels * pixels + i];
      let weight = select(all[first + channels * pixels + i] - here, here, part == 1u);
      let far = weight < REACH;
      let divisor = select(weight, FAR * area, far);
      var error = 0.0;
      var sum = 0.0;
      for (var c = 0u; c < channels; c++) {
        let close = near[first + c * pixels + i];
        let seen = select(all[first + c * pixels + i] - close, close, part == 1u);
        let prediction = select(seen / divisor, sums[means + c], far);
        let difference = x[(image * channels + c) * pixels + i] - prediction;
        error += abs(difference);
        let change = inside * sign(difference) / divisor;
        pulls[pull + c * pixels + i] = change;
        sum = fma(change, prediction, sum);
      }
      pulls[pull + channels * pixels + i] = sum;
      error /= f32(channels);
      errors[(image * 2u + part) * pixels + i] = error;
      total = fma(inside, error, total);
    }
    total = workgroup_sum(lane, total);
    if (lane == 0u) {
      sums[own + 2u + part] = total;
    }
  }
  if (lane == 0u) {
    sums[own] = foreground;
    sums[own + 1u] = background;
  }
}
