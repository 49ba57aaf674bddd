// The chunks' sums of conv2d_backward_weight, for GPUs: for each chunk of the output pixels the product of
// the transposed windows [KH * KW * I, pixels] and dy [pixels, O]. Behind the last tap stands one that is 1
// everywhere, for dbias.
//
// dy: [B, OH, OW, O]; x: [B, H, W, I]. `finish` is in conv2d_backward_weight.wgsl.
// Workgroups: tiles in a line over x and y, chunks in z.
#import conv2d
#import tile_product

struct Params {
  batch: u32,
  height: u32,
  width: u32,
  in_channels: u32,
  out_channels: u32,
  kernel_h: u32,
  kernel_w: u32,
  stride_h: u32,
  stride_w: u32,
  pad_h: u32,
  pad_w: u32,
  has_bias: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<f32>;
@group(0) @binding(2) var<storage, read> x: array<f32>;
@group(0) @binding(3) var<storage, read_write> dweight: array<f32>;
@group(0) @binding(4) var<storage, read_write> dbias: array<f32>;
// [chunks, KH * KW * I + 1, O], dbias behind dweight
@group(0) @binding(5) var<storage, read_write> partial: array<f32>;

alias TileQuad = vec4f;

// The pixel behind this workgroup's chunk.
var<private> chunk_end: u32;

fn a_quad(row: u32, k: u32) -> vec4f {
  let taps = params.kernel_h * params.kernel_w * params.in_channels;
  var quad = vec4f();
  if (k >= chunk_end) {
    return quad;
  }
  let pixel = pixel_of(k, output_size());
  for (var i = 0u; i < 4u; i++) {
    let tap = (row + i) / params.in_channels;
    let at = vec2i(pixel.at * stride() + vec2u(tap / params.kernel_w, tap % params.kernel_w)) - vec2i(padding());
    if (row + i == taps) {
      quad[i] = 1.0;
    } else if (row + i < taps && inside(at, input_size())) {
      let position = (pixel.image * params.height + u32(at.x)) * params.width + u32(at.y);
      quad[i] = x[position * params.in_channels + (row + i) % params.in_channels];
    }
  }
  return quad;
}

fn b_quad(k: u32, column: u32) -> vec4f {
  var quad = vec4f();
  for (var j = 0u; j < 4u; j++) {
    if (column + j < params.out_channels && k < chunk_end) {
      quad[j] = dy[k * params.out_channels + column + j];
    }
  }
  return quad;
}

@compute @workgroup_size(WORKGROUP)
fn partials(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
            @builtin(num_workgroups) grid: vec3u) {
  let out = output_size();
  let pixels = params.batch * out.x * out.y;
  let taps = params.kernel_h * params.kernel_w * params.in_channels;
  let across = (params.out_channels + TILE - 1u) / TILE;
  let tile = group.y * grid.x + group.x;
  let tile_row = tile / across * TILE;
  let tile_column = tile % across * TILE;
  // The whole workgroup has one tile, so this is uniform; tiles past the end only fill the grid.
  if (tile_row > taps) {
    return;
  }
  let length = (pixels + grid.z - 1u) / grid.z;
  chunk_end = min(pixels, (group.z + 1u) * length);
  var sums = tile_product(lane, tile_row, tile_column, group.z * length, (length + DEPTH - 1u) / DEPTH, false, false);

  for (var i = 0u; i < 8u; i++) {
    let tap = tile_row + product_row(lane) + i;
    if (tap <= taps) {
      for (var j = 0u; j < 4u; j++) {
        let channel = tile_column + product_column(lane) + j;
        if (channel < params.out_channels) {
          partial[(group.z * (taps + 1u) + tap) * params.out_channels + channel] = sums[i][j];
        }
      }
    }
  }
}
