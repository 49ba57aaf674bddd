// y[b, oy, ox, o] = bias[o] + sum over ky, kx, i of x[b, oy * stride - pad + ky * dilation, ...] * weight[o, ky, kx, i]: for GPUs
//
// x: [B, H, W, I]; weight: [O, KH, KW, I / groups]; y: [B, OH, OW, O].
// The product of the windows [B * OH * OW, KH * KW * I] and the transposed weight, whose windows are
// read from x as the tiles need them. Workgroups: tiles in a line over x and y, groups of channels in z.
#import conv2d
#import conv2d_limits
#import tile_product

alias TileQuad = vec4f;

// This workgroup's group of channels.
var<private> channel_group: u32;

// Windows of four neighbouring output pixels.
fn a_quad(row: u32, k: u32) -> vec4f {
  let out = output_size();
  let inputs = group_inputs();
  let tap = k / inputs;
  let offset = vec2i(vec2u(tap / params.kernel_w, tap % params.kernel_w) * dilation()) - vec2i(padding());
  let channel = channel_group * inputs + k % inputs;
  var quad = vec4f();
  for (var i = 0u; i < 4u; i++) {
    let pixel = pixel_of(row + i, out);
    let at = vec2i(pixel.at * stride()) + offset;
    if (pixel.image < params.batch && tap < params.kernel_h * params.kernel_w && inside(at, input_size())) {
      let position = (pixel.image * params.height + u32(at.x)) * params.width + u32(at.y);
      quad[i] = x[position * params.in_channels + channel];
    }
  }
  return quad;
}

fn b_quad(k: u32, column: u32) -> vec4f {
  let taps = params.kernel_h * params.kernel_w * group_inputs();
  let first = channel_group * group_outputs() + column;
  var quad = vec4f();
  for (var j = 0u; j < 4u; j++) {
    if (column + j < group_outputs() && k < taps) {
      quad[j] = weight[(first + j) * taps + k];
    }
  }
  return quad;
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  channel_group = group.z;
  let outputs = group_outputs();
  let out = output_size();
  let pixels = params.batch * out.x * out.y;
  let across = (outputs + TILE - 1u) / TILE;
  let tile = group.y * grid.x + group.x;
  let tile_row = tile / across * TILE;
  let tile_column = tile % across * TILE;
  // The whole workgroup has one tile, so this is uniform; tiles past the end only fill the grid.
  if (tile_row >= pixels) {
    return;
  }
  let taps = params.kernel_h * params.kernel_w * group_inputs();
  var sums = tile_product(lane, tile_row, tile_column, 0u, (taps + DEPTH - 1u) / DEPTH, true, true);

  for (var j = 0u; j < 4u; j++) {
    let column = tile_column + product_column(lane) + j;
    if (column >= outputs) {
      break;
    }
    let channel = group.z * outputs + column;
    var add = 0.0;
    if (params.has_bias == 1u) {
      add = bias[channel];
    }
    for (var i = 0u; i < 8u; i++) {
      let pixel = tile_row + product_row(lane) + i;
      if (pixel < pixels) {
        y[pixel * params.out_channels + channel] = limit(sums[i][j] + add);
      }
    }
  }
}
