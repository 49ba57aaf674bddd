// y[b, oy, ox, o] = bias[o] + sum over ky, kx, i of x[b, oy * stride - pad + ky * dilation, ...] * weight[o, ky, kx, i]:
// for groups of few channels
//
// x: [B, H, W, I]; weight: [O, KH, KW, I / groups]; y: [B, OH, OW, O]. One invocation per output element.
#import conv2d
#import conv2d_limits

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let element = (group.y * grid.x + group.x) * WORKGROUP + lane;
  let channel = element % params.out_channels;
  let pixel = pixel_of(element / params.out_channels, output_size());
  if (pixel.image >= params.batch) {
    return;
  }
  let inputs = group_inputs();
  let first = channel / group_outputs() * inputs;
  let corner = vec2i(pixel.at * stride()) - vec2i(padding());

  var sum = 0.0;
  for (var ky = 0u; ky < params.kernel_h; ky++) {
    for (var kx = 0u; kx < params.kernel_w; kx++) {
      let at = corner + vec2i(vec2u(ky, kx) * dilation());
      if (inside(at, input_size())) {
        let position = (pixel.image * params.height + u32(at.x)) * params.width + u32(at.y);
        let tap = ((channel * params.kernel_h + ky) * params.kernel_w + kx) * inputs;
        for (var i = 0u; i < inputs; i++) {
          sum += x[position * params.in_channels + first + i] * weight[tap + i];
        }
      }
    }
  }
  if (params.has_bias == 1u) {
    sum += bias[channel];
  }
  y[element] = limit(sum);
}
