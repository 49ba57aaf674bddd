// dx[b, iy, ix, i] = sum over oy, ox, o of dy[b, oy, ox, o] * weight[o, (iy + pad - oy * stride) / dilation, ..., i]: for GPUs
//
// dy: [B, OH, OW, O]; weight: [O, KH, KW, I / groups]; dx: [B, H, W, I].
// For each phase the product of dy's windows [pixels, taps * O] and the phase's part of the weight.
// Workgroups: tiles in a line over x and y, phases in z, for each group of channels.
#import conv2d
#import conv2d_phase
#import tile_product

alias TileQuad = vec4f;

// This workgroup's, where the quads below find it.
var<private> current: Phase;
var<private> channel_group: u32;

// k counts the phase's taps, and in each the output channels.
fn a_quad(row: u32, k: u32) -> vec4f {
  let out = output_size();
  let outputs = group_outputs();
  let tap = k / outputs;
  let channel = channel_group * outputs + k % outputs;
  var quad = vec4f();
  if (tap >= current.taps.x * current.taps.y) {
    return quad;
  }
  let offset = current.shift - vec2i(vec2u(tap / current.taps.y, tap % current.taps.y) * current.spread);
  for (var i = 0u; i < 4u; i++) {
    let pixel = pixel_of(row + i, current.size);
    let at = vec2i(pixel.at) + offset;
    if (pixel.image < params.batch && inside(at, out)) {
      quad[i] = dy[((pixel.image * out.x + u32(at.x)) * out.y + u32(at.y)) * params.out_channels + channel];
    }
  }
  return quad;
}

fn b_quad(k: u32, column: u32) -> vec4f {
  let inputs = group_inputs();
  let outputs = group_outputs();
  let index = k / outputs;
  var quad = vec4f();
  if (index >= current.taps.x * current.taps.y) {
    return quad;
  }
  let tap = current.first + vec2u(index / current.taps.y, index % current.taps.y) * current.step;
  let channel = channel_group * outputs + k % outputs;
  let base = ((channel * params.kernel_h + tap.x) * params.kernel_w + tap.y) * inputs;
  for (var j = 0u; j < 4u; j++) {
    if (column + j < inputs) {
      quad[j] = weight[base + column + j];
    }
  }
  return quad;
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let phases = params.stride_h * params.stride_w;
  let phase = phase_of(group.z % phases);
  current = phase;
  channel_group = group.z / phases;
  let inputs = group_inputs();
  let across = (inputs + TILE - 1u) / TILE;
  let tile = group.y * grid.x + group.x;
  let tile_row = tile / across * TILE;
  let tile_column = tile % across * TILE;
  // The whole workgroup has one tile, so this is uniform; tiles past the end only fill the grid.
  if (tile_row >= params.batch * phase.size.x * phase.size.y) {
    return;
  }
  let terms = phase.taps.x * phase.taps.y * group_outputs();
  var sums = tile_product(lane, tile_row, tile_column, 0u, (terms + DEPTH - 1u) / DEPTH, true, false);

  for (var i = 0u; i < 8u; i++) {
    let pixel = pixel_of(tile_row + product_row(lane) + i, phase.size);
    let at = phase.at + pixel.at * stride();
    if (pixel.image < params.batch && all(at < input_size())) {
      let position = (pixel.image * params.height + at.x) * params.width + at.y;
      for (var j = 0u; j < 4u; j++) {
        let channel = tile_column + product_column(lane) + j;
        if (channel < inputs) {
          dx[position * params.in_channels + channel_group * inputs + channel] = sums[i][j];
        }
      }
    }
  }
}
