// y[b, oh, ow, c] = max of x[b, h, w, c] over the window, index its h * width + w.
//
// x: [B, H, W, C]; y, index: [B, OH, OW, C]. One invocation per output element.
#import nan
#import window

const WORKGROUP = 64u;
// The index of a window without a pixel.
const NO_PIXEL = 0xffffffffu;

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
  let down = Axis(params.height, params.out_height, params.kernel_h, params.stride_h, params.pad_h, params.dilation_h);
  let across = Axis(params.width, params.out_width, params.kernel_w, params.stride_w, params.pad_w, params.dilation_w);
  let rows = window_inputs(down, row);
  let columns = window_inputs(across, column);

  let base = image * params.height * params.width;
  var best_at = NO_PIXEL;
  var best = minus_infinity();
  if (rows.x < rows.y && columns.x < columns.y) {
    best_at = rows.x * params.width + columns.x;
    best = x[(base + best_at) * params.channels + c];
  }
  for (var h = rows.x; h < rows.y; h += params.dilation_h) {
    for (var w = columns.x; w < columns.y; w += params.dilation_w) {
      let at = h * params.width + w;
      let value = x[(base + at) * params.channels + c];
      if (value > best || is_nan(value)) {
        best = value;
        best_at = at;
      }
    }
  }
  y[element] = best;
  index[element] = best_at;
}
