// dx[b, h, w, c] = sum of dy over the windows whose index is h * width + w.
//
// dy, index: [B, OH, OW, C]; dx: [B, H, W, C]. One invocation per input element.
#import window

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
  let down = Axis(params.height, params.out_height, params.kernel_h, params.stride_h, params.pad_h, params.dilation_h);
  let across = Axis(params.width, params.out_width, params.kernel_w, params.stride_w, params.pad_w, params.dilation_w);
  let rows = windows_over(down, h);
  let columns = windows_over(across, w);

  var sum = 0.0;
  for (var row = rows.x; row < rows.y; row++) {
    for (var column = columns.x; column < columns.y; column++) {
      let at = ((image * params.out_height + row) * params.out_width + column) * params.channels + c;
      sum += select(0.0, dy[at], index[at] == h * params.width + w);
    }
  }
  dx[element] = sum;
}
