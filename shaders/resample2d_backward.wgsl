// dx[b, h, w, c] = sum of dy[b, oh, ow, c] * weight(oh, h) * weight(ow, w); the weights are those of lib/resample.wgsl
//
// dy: [B, OH, OW, C]; dx: [B, H, W, C]. One invocation per input element.
#import resample

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let element = (group.y * grid.x + group.x) * WORKGROUP + lane;
  let c = element % params.channels;
  let w = element / params.channels % params.width;
  let h = element / (params.channels * params.width) % params.height;
  let image = element / (params.channels * params.width * params.height);
  if (image >= params.batch) {
    return;
  }
  let rows = readers_of(params.height, params.out_height, params.mode, h);
  let columns = readers_of(params.width, params.out_width, params.mode, w);

  var sum = 0.0;
  for (var row = rows.x; row < rows.y; row++) {
    let down = weight_of(source_of(params.height, params.out_height, params.mode, row), h);
    for (var column = columns.x; column < columns.y; column++) {
      let across = weight_of(source_of(params.width, params.out_width, params.mode, column), w);
      sum += down * across * dy[((image * params.out_height + row) * params.out_width + column) * params.channels + c];
    }
  }
  dx[element] = sum;
}
