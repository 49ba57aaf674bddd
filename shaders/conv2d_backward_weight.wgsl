// dweight[o, ky, kx, i] = sum over b, oy, ox of dy[b, oy, ox, o] * x[b, oy * stride - pad + ky * dilation, ..., i]
// dbias[o] = sum over b, oy, ox of dy[b, oy, ox, o]
// Each shard of the batch has its own sums.
//
// dy: [B, OH, OW, O]; x: [B, H, W, I]; dweight: [shards, O, KH, KW, I / groups]; dbias: [shards, O].
// `partials`, for software adapters: a tile's rows are taps (ky, kx, i), and behind the last one a tap that
// is 1 everywhere, for dbias; its columns are output channels. Each invocation loads the inputs under its
// own tap of each block, see lib/lane_tile.wgsl. Workgroups: the tiles of each shard in a line over x and
// y, chunks of the shards' pixels in z, for each group of channels.
// `finish`: one invocation per element adds the chunks in order.
// partial: [shards, chunks, KH * KW * I / groups + 1, O], dbias behind dweight
#import conv2d_shards
#import lane_tile

const FINISH_WORKGROUP = 64u;

@compute @workgroup_size(LANES)
fn partials(@builtin(workgroup_id) group: vec3u, @builtin(subgroup_invocation_id) lane: u32,
            @builtin(num_workgroups) grid: vec3u) {
  let out = output_size();
  let inputs = group_inputs();
  let outputs = group_outputs();
  let taps = params.kernel_h * params.kernel_w * inputs;
  let room = chunk_room();
  let chunk = group.z % room;
  let channel_group = group.z / room;
  let across = (outputs + COLUMNS * LANES - 1u) / (COLUMNS * LANES);
  let tiles = (taps + BLOCKS * LANES) / (BLOCKS * LANES) * across;
  let shard = (group.y * grid.x + group.x) / tiles;
  let tile = (group.y * grid.x + group.x) % tiles;
  if (shard >= shard_count()) {
    return;
  }
  let first_tap = tile / across * BLOCKS * LANES;
  let first_channel = tile % across * COLUMNS * LANES + lane;

  var offset: array<vec2i, MAX_BLOCKS>;
  var in_channel: vec4u;
  for (var i = 0u; i < BLOCKS; i++) {
    let own = first_tap + i * LANES + lane;
    let tap = own / inputs;
    offset[i] = vec2i(vec2u(tap / params.kernel_w, tap % params.kernel_w) * dilation()) - vec2i(padding());
    in_channel[i] = channel_group * inputs + own % inputs;
  }
  // Channels past the end repeat the last one, and are not stored.
  var channels: array<vec4u, MAX_QUADS>;
  for (var j = 0u; j < QUADS; j++) {
    let own = first_channel + (4u * j + vec4u(0, 1, 2, 3)) * LANES;
    channels[j] = channel_group * outputs + min(own, vec4u(outputs - 1u));
  }

  let pixels = chunk_pixels(shard, chunk);
  for (var p = pixels.begin; p < pixels.end; p++) {
    let pixel = pixel_of(p, out);
    let corner = vec2i(pixel.at * stride());
    var inputs: vec4f;
    for (var i = 0u; i < BLOCKS; i++) {
      let at = corner + offset[i];
      let present = inside(at, input_size());
      let position = (pixel.image * params.height + u32(at.x)) * params.width + u32(at.y);
      let value = select(0.0, x[select(0u, position * params.in_channels + in_channel[i], present)], present);
      inputs[i] = select(value, 1.0, first_tap + i * LANES + lane == taps);
    }
    var slopes: Columns;
    for (var j = 0u; j < QUADS; j++) {
      let at = p * params.out_channels + channels[j];
      slopes[j] = vec4f(dy[at.x], dy[at.y], dy[at.z], dy[at.w]);
    }
    add_products(inputs, slopes);
  }

  let rows = min(BLOCKS * LANES, taps + 1u - first_tap);
  for (var j = 0u; j < COLUMNS; j++) {
    if (first_channel + j * LANES >= outputs) {
      break;
    }
    let channel = channel_group * outputs + first_channel + j * LANES;
    for (var i = 0u; i < rows; i++) {
      let row = (shard * room + chunk) * (taps + 1u) + first_tap + i;
      partial[row * params.out_channels + channel] = tile_sum(i, j);
    }
  }
}

@compute @workgroup_size(FINISH_WORKGROUP)
fn finish(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
          @builtin(num_workgroups) grid: vec3u) {
  let taps = params.kernel_h * params.kernel_w * group_inputs();
  let size = (taps + 1u) * params.out_channels;
  let index = (group.y * grid.x + group.x) * FINISH_WORKGROUP + lane;
  let shard = index / size;
  if (shard >= shard_count()) {
    return;
  }
  let first = shard * chunk_room() * size + index % size;
  let chunks = chunks_of(shard_pixels(shard));
  var sum = 0.0;
  for (var chunk = 0u; chunk < chunks; chunk++) {
    sum += partial[first + chunk * size];
  }
  let tap = index % size / params.out_channels;
  let channel = shard * params.out_channels + index % params.out_channels;
  if (tap < taps) {
    dweight[channel * taps + tap] = sum;
  } else {
    dbias[channel] = sum;
  }
}
