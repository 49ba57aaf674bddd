// dx[b, iy, ix, i] = sum over oy, ox, o of dy[b, oy, ox, o] * weight[o, (iy + pad - oy * stride) / dilation, ..., i]
//
// dy: [B, OH, OW, O]; weight: [O, KH, KW, I / groups]; dx: [B, H, W, I].
// For software adapters: each invocation loads the slopes of its own pixel of each block, see
// lib/lane_tile.wgsl. Workgroups: tiles of one phase's pixels in a line over x and y, phases in z, for each group of channels.
#import conv2d
#import conv2d_phase
#import lane_tile

@compute @workgroup_size(LANES)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(subgroup_invocation_id) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let out = output_size();
  let phases = params.stride_h * params.stride_w;
  let phase = phase_of(group.z % phases);
  let channel_group = group.z / phases;
  let inputs = group_inputs();
  let outputs = group_outputs();
  let pixels = params.batch * phase.size.x * phase.size.y;
  let across = (inputs + COLUMNS * LANES - 1u) / (COLUMNS * LANES);
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
    let pixel = pixel_of(min(first_pixel + i * LANES + lane, pixels - 1u), phase.size);
    image[i] = pixel.image * out.x * out.y;
    corner[i] = vec2i(pixel.at) + phase.shift;
  }
  var channels: array<vec4u, MAX_QUADS>;
  for (var j = 0u; j < QUADS; j++) {
    channels[j] = min(first_channel + (4u * j + vec4u(0, 1, 2, 3)) * LANES, vec4u(inputs - 1u));
  }

  for (var t = 0u; t < phase.taps.x; t++) {
    for (var u = 0u; u < phase.taps.y; u++) {
      var start: vec4u;
      var present: vec4<bool>;
      for (var i = 0u; i < BLOCKS; i++) {
        let at = corner[i] - vec2i(vec2u(t, u) * phase.spread);
        present[i] = inside(at, out);
        let position = image[i] + u32(at.x) * out.y + u32(at.y);
        start[i] = select(0u, position * params.out_channels + channel_group * outputs, present[i]);
      }
      let tap = phase.first + vec2u(t, u) * phase.step;
      let w = channel_group * outputs * taps + (tap.x * params.kernel_w + tap.y) * inputs;
      for (var o = 0u; o < outputs; o++) {
        var slopes: vec4f;
        for (var i = 0u; i < BLOCKS; i++) {
          slopes[i] = select(0.0, dy[start[i] + o], present[i]);
        }
        var filters: Columns;
        for (var j = 0u; j < QUADS; j++) {
          let at = o * taps + w + channels[j];
          filters[j] = vec4f(weight[at.x], weight[at.y], weight[at.z], weight[at.w]);
        }
        add_products(slopes, filters);
      }
    }
  }

  for (var i = 0u; i < BLOCKS * LANES; i++) {
    let pixel = pixel_of(first_pixel + i, phase.size);
    let at = phase.at + pixel.at * stride();
    if (pixel.image < params.batch && all(at < input_size())) {
      let position = (pixel.image * params.height + at.x) * params.width + at.y;
      for (var j = 0u; j < COLUMNS; j++) {
        if (first_channel + j * LANES < inputs) {
          dx[position * params.in_channels + channel_group * inputs + first_channel + j * LANES] = tile_sum(i, j);
        }
      }
    }
  }
}
