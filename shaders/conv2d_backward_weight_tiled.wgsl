// The chunks' sums of conv2d_backward_weight, for GPUs: for each chunk of a shard's output pixels the product of
// the transposed windows [KH * KW * I, pixels] and dy [pixels, O]. Behind the last tap stands one that is 1
// everywhere, for dbias.
//
// dy: [B, OH, OW, O]; x: [B, H, W, I]. `finish` is in conv2d_backward_weight.wgsl.
// Workgroups: the tiles of each shard in a line over x and y, chunks in z, for each group of channels.
// partial: [shards, chunks, KH * KW * I / groups + 1, O], dbias behind dweight
#import conv2d_shards
#import tile_product

alias TileQuad = vec4f;

// The pixel behind this workgroup's chunk.
var<private> chunk_end: u32;
var<private> channel_group: u32;

fn a_quad(row: u32, k: u32) -> vec4f {
  let inputs = group_inputs();
  let taps = params.kernel_h * params.kernel_w * inputs;
  var quad = vec4f();
  if (k >= chunk_end) {
    return quad;
  }
  let pixel = pixel_of(k, output_size());
  for (var i = 0u; i < 4u; i++) {
    let tap = (row + i) / inputs;
    let offset = vec2u(tap / params.kernel_w, tap % params.kernel_w) * dilation();
    let at = vec2i(pixel.at * stride() + offset) - vec2i(padding());
    if (row + i == taps) {
      quad[i] = 1.0;
    } else if (row + i < taps && inside(at, input_size())) {
      let position = (pixel.image * params.height + u32(at.x)) * params.width + u32(at.y);
      quad[i] = x[position * params.in_channels + channel_group * inputs + (row + i) % inputs];
    }
  }
  return quad;
}

fn b_quad(k: u32, column: u32) -> vec4f {
  let outputs = group_outputs();
  var quad = vec4f();
  for (var j = 0u; j < 4u; j++) {
    if (column + j < outputs && k < chunk_end) {
      quad[j] = dy[k * params.out_channels + channel_group * outputs + column + j];
    }
  }
  return quad;
}

@compute @workgroup_size(WORKGROUP)
fn partials(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
            @builtin(num_workgroups) grid: vec3u) {
  let outputs = group_outputs();
  let taps = params.kernel_h * params.kernel_w * group_inputs();
  let room = chunk_room();
  let chunk = group.z % room;
  channel_group = group.z / room;
  let across = (outputs + TILE - 1u) / TILE;
  let tiles = (taps + TILE) / TILE * across;
  let shard = (group.y * grid.x + group.x) / tiles;
  let tile = (group.y * grid.x + group.x) % tiles;
  let tile_row = tile / across * TILE;
  let tile_column = tile % across * TILE;
  // The whole workgroup has one tile, so this is uniform; tiles past the end only fill the grid.
  if (shard >= shard_count()) {
    return;
  }
  let pixels = chunk_pixels(shard, chunk);
  chunk_end = pixels.end;
  let steps = (pixels.end - pixels.begin + DEPTH - 1u) / DEPTH;
  var sums = tile_product(lane, tile_row, tile_column, pixels.begin, steps, false, false);

  for (var i = 0u; i < 8u; i++) {
    let tap = tile_row + product_row(lane) + i;
    if (tap <= taps) {
      for (var j = 0u; j < 4u; j++) {
        let channel = tile_column + product_column(lane) + j;
        if (channel < outputs) {
          let row = (shard * room + chunk) * (taps + 1u) + tap;
          partial[row * params.out_channels + channel_group * outputs + channel] = sums[i][j];
        }
      }
    }
  }
}
