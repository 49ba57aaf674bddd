// The chunks' sums of conv2d_backward_weight, for groups of few channels: one invocation per element of a chunk's
// dweight and dbias. `finish` is in conv2d_backward_weight.wgsl.
//
// dy: [B, OH, OW, O]; x: [B, H, W, I]. Workgroups: the elements of each shard in a line over x and
// y, chunks in z.
// partial: [shards, chunks, KH * KW * I / groups + 1, O], dbias behind dweight
#import conv2d_shards

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn partials(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
            @builtin(num_workgroups) grid: vec3u) {
  let inputs = group_inputs();
  let taps = params.kernel_h * params.kernel_w * inputs;
  let element = (group.y * grid.x + group.x) * WORKGROUP + lane;
  let channel = element % params.out_channels;
  let own = element / params.out_channels % (taps + 1u);
  let shard = element / params.out_channels / (taps + 1u);
  if (shard >= shard_count()) {
    return;
  }
  let tap = own / inputs;
  let offset = vec2i(vec2u(tap / params.kernel_w, tap % params.kernel_w) * dilation()) - vec2i(padding());
  let in_channel = channel / group_outputs() * inputs + own % inputs;

  let out = output_size();
  let pixels = chunk_pixels(shard, group.z);
  var sum = 0.0;
  for (var p = pixels.begin; p < pixels.end; p++) {
    let slope = dy[p * params.out_channels + channel];
    let pixel = pixel_of(p, out);
    let at = vec2i(pixel.at * stride()) + offset;
    if (own == taps) {
      sum += slope;
    } else if (inside(at, input_size())) {
      let position = (pixel.image * params.height + u32(at.x)) * params.width + u32(at.y);
      sum += slope * x[position * params.in_channels + in_channel];
    }
  }
  partial[((shard * grid.z + group.z) * (taps + 1u) + own) * params.out_channels + channel] = sum;
}
