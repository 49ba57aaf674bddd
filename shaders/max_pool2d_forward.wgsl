// y[b, oh, ow, c] = max of x[b, h, w, c] over the window, index its h * width + w.
//
// x: [B, H, W, C]; y, index: [B, OH, OW, C]. One invocation per output element.
#import image_element
#import nan
#import pointwise
#import window

const WORKGROUP = 64u;
// The index of a window without a pixel.
const NO_PIXEL = 0xffffffffu;

@compute @workgroup_size(WORKGROUP)
fn main(at: Invocation) {
  let i = vector_index(at);
  let own = element_at(i, params.out_height, params.out_width, params.channels);
  if (own.image >= params.batch) {
    return;
  }
  let down = Axis(params.height, params.out_height, params.kernel_h, params.stride_h, params.pad_h, params.dilation_h);
  let across = Axis(params.width, params.out_width, params.kernel_w, params.stride_w, params.pad_w, params.dilation_w);
  let rows = window_inputs(down, own.row);
  let columns = window_inputs(across, own.column);

  let base = own.image * params.height * params.width;
  var best_at = NO_PIXEL;
  var best = minus_infinity();
  if (rows.x < rows.y && columns.x < columns.y) {
    best_at = rows.x * params.width + columns.x;
    best = x[(base + best_at) * params.channels + own.channel];
  }
  for (var h = rows.x; h < rows.y; h += params.dilation_h) {
    for (var w = columns.x; w < columns.y; w += params.dilation_w) {
      let pixel = h * params.width + w;
      let value = x[(base + pixel) * params.channels + own.channel];
      if (value > best || is_nan(value)) {
        best = value;
        best_at = pixel;
      }
    }
  }
  y[i] = best;
  index[i] = best_at;
}
