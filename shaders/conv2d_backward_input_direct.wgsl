// dx[b, iy, ix, i] = sum over oy, ox, o of dy[b, oy, ox, o] * weight[o, (iy + pad - oy * stride) / dilation, ..., i]:
// for groups of few channels
//
// dy: [B, OH, OW, O]; weight: [O, KH, KW, I / groups]; dx: [B, H, W, I]. One invocation per input element.
#import conv2d

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let element = (group.y * grid.x + group.x) * WORKGROUP + lane;
  let channel = element % params.in_channels;
  let pixel = pixel_of(element / params.in_channels, input_size());
  if (pixel.image >= params.batch) {
    return;
  }
  let out = output_size();
  let inputs = group_inputs();
  let outputs = group_outputs();
  let first = channel / inputs * outputs;

  var sum = 0.0;
  for (var ky = 0u; ky < params.kernel_h; ky++) {
    for (var kx = 0u; kx < params.kernel_w; kx++) {
      let offset = vec2i(pixel.at + padding()) - vec2i(vec2u(ky, kx) * dilation());
      let at = offset / vec2i(stride());
      if (all(offset >= vec2i()) && all(at * vec2i(stride()) == offset) && inside(at, out)) {
        let position = ((pixel.image * out.x + u32(at.x)) * out.y + u32(at.y)) * params.out_channels + first;
        for (var o = 0u; o < outputs; o++) {
          let tap = ((first + o) * params.kernel_h + ky) * params.kernel_w + kx;
          sum += dy[position + o] * weight[tap * inputs + channel % inputs];
        }
      }
    }
  }
  dx[element] = sum;
}
