// y[b, oy, ox, o] = bias[o] + sum over ky, kx, i of x[b, oy * stride - pad + ky * dilation, ...] * weight[o, ky, kx, i]
//
// x: [B, H, W, I]; weight: [O, KH, KW, I / groups]; y: [B, OH, OW, O].
// For software adapters: each invocation loads the inputs of its own pixel of each block, see
// lib/lane_tile.wgsl. Workgroups: tiles in a line over x and y, groups of channels in z.
#import conv2d
#import conv2d_limits
#import lane_tile

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(subgroup_invocation_id) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let out = output_size();
  let pixels = params.batch * out.x * out.y;
  let inputs = group_inputs();
  let outputs = group_outputs();
  let across = (outputs + COLUMNS * LANES - 1u) / (COLUMNS * LANES);
  let tile = group.y * grid.x + group.x;
  let first_pixel = tile / across * BLOCKS * LANES;
  if (first_pixel >= pixels) {
    return;
  }
  let first_channel = tile % across * COLUMNS * LANES + lane;
  let taps = params.kernel_h * params.kernel_w * inputs;

  // Pixels and channels past the end repeat the last one, and are not stored.
  var image: vec4u;
  var corner: array<vec2i, MAX_BLOCKS>;
  for (var i = 0u; i < BLOCKS; i++) {
    let pixel = pixel_of(min(first_pixel + i * LANES + lane, pixels - 1u), out);
    image[i] = pixel.image * params.height * params.width;
    corner[i] = vec2i(pixel.at * stride()) - vec2i(padding());
  }
  var filter_start: array<vec4u, MAX_QUADS>;
  for (var j = 0u; j < QUADS; j++) {
    let channels = first_channel + (4u * j + vec4u(0, 1, 2, 3)) * LANES;
    filter_start[j] = (group.z * outputs + min(channels, vec4u(outputs - 1u))) * taps;
  }

  for (var ky = 0u; ky < params.kernel_h; ky++) {
    for (var kx = 0u; kx < params.kernel_w; kx++) {
      var start: vec4u;
      var present: vec4<bool>;
      for (var i = 0u; i < BLOCKS; i++) {
        let at = corner[i] + vec2i(vec2u(ky, kx) * dilation());
        present[i] = inside(at, input_size());
        let position = image[i] + u32(at.x) * params.width + u32(at.y);
        start[i] = select(0u, position * params.in_channels + group.z * inputs, present[i]);
      }
      let tap = (ky * params.kernel_w + kx) * inputs;
      for (var channel = 0u; channel < inputs; channel++) {
        var inputs: vec4f;
        for (var i = 0u; i < BLOCKS; i++) {
          inputs[i] = select(0.0, x[start[i] + channel], present[i]);
        }
        var filters: Columns;
        for (var j = 0u; j < QUADS; j++) {
          let at = filter_start[j] + tap + channel;
          filters[j] = vec4f(weight[at.x], weight[at.y], weight[at.z], weight[at.w]);
        }
        add_products(inputs, filters);
      }
    }
  }

  let rows = min(BLOCKS * LANES, pixels - first_pixel);
  for (var j = 0u; j < COLUMNS; j++) {
    if (first_channel + j * LANES >= outputs) {
      break;
    }
    let channel = group.z * outputs + first_channel + j * LANES;
    var add = 0.0;
    if (params.has_bias == 1u) {
      add = bias[channel];
    }
    for (var i = 0u; i < rows; i++) {
      y[(first_pixel + i) * params.out_channels + channel] = limit(tile_sum(i, j) + add);
    }
  }
}
