// dx[b, h, w, c] = sum of dy / the positions of the window, over the windows that cover it
//
// dy: [B, OH, OW, C]; dx: [B, H, W, C]. One invocation per input element.
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
  let down = Axis(params.height, params.out_height, params.kernel_h, params.stride_h, params.pad_h, 1u);
  let across = Axis(params.width, params.out_width, params.kernel_w, params.stride_w, params.pad_w, 1u);
  let rows = windows_over(down, h);
  let columns = windows_over(across, w);

  let with_padding = params.count_include_pad == 1u;
  var sum = 0.0;
  for (var row = rows.x; row < rows.y; row++) {
    for (var column = columns.x; column < columns.y; column++) {
      let positions = window_positions(down, row, with_padding) * window_positions(across, column, with_padding);
      sum += dy[((image * params.out_height + row) * params.out_width + column) * params.channels + c] / f32(positions);
    }
  }
  dx[element] = sum;
}
