// y[b, oh, ow, c] = sum of x[b, h, w, c] over the window / its positions
//
// x: [B, H, W, C]; y: [B, OH, OW, C]. One invocation per output element.
#import window

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
  let down = Axis(params.height, params.out_height, params.kernel_h, params.stride_h, params.pad_h, 1u);
  let across = Axis(params.width, params.out_width, params.kernel_w, params.stride_w, params.pad_w, 1u);
  let rows = window_inputs(down, row);
  let columns = window_inputs(across, column);

  var sum = 0.0;
  for (var h = rows.x; h < rows.y; h++) {
    for (var w = columns.x; w < columns.y; w++) {
      sum += x[((image * params.height + h) * params.width + w) * params.channels + c];
    }
  }
  let with_padding = params.count_include_pad == 1u;
  y[element] = sum / f32(window_positions(down, row, with_padding) * window_positions(across, column, with_padding));
}
