// y[b, oh, ow, c] = sum of x[b, h, w, c] * weight(oh, h) * weight(ow, w); the weights are those of lib/resample.wgsl
//
// x: [B, H, W, C]; y: [B, OH, OW, C]. One invocation per output element.
#import resample

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let element = (group.y * grid.x + group.x) * WORKGROUP + lane;
  let c = element % params.channels;
  let column = element / params.channels % params.out_width;
  let row = element / (params.channels * params.out_width) % params.out_height;
  let image = element / (params.channels * params.out_width * params.out_height);
  if (image >= params.batch) {
    return;
  }
  let down = source_of(params.height, params.out_height, params.mode, row);
  let across = source_of(params.width, params.out_width, params.mode, column);

  var sum = 0.0;
  for (var h = down.begin; h < down.end; h++) {
    for (var w = across.begin; w < across.end; w++) {
      let weight = weight_of(down, h) * weight_of(across, w);
      sum += weight * x[((image * params.height + h) * params.width + w) * params.channels + c];
    }
  }
  y[element] = sum;
}
