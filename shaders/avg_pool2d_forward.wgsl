// y[b, oh, ow, c] = sum of x[b, h, w, c] over the window / its positions
//
// x: [B, H, W, C]; y: [B, OH, OW, C]. One invocation per output element.
#import image_element
#import pointwise
#import window

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn main(at: Invocation) {
  let i = vector_index(at);
  let own = element_at(i, params.out_height, params.out_width, params.channels);
  if (own.image >= params.batch) {
    return;
  }
  let down = Axis(params.height, params.out_height, params.kernel_h, params.stride_h, params.pad_h, 1u);
  let across = Axis(params.width, params.out_width, params.kernel_w, params.stride_w, params.pad_w, 1u);
  let rows = window_inputs(down, own.row);
  let columns = window_inputs(across, own.column);

  var sum = 0.0;
  for (var h = rows.x; h < rows.y; h++) {
    for (var w = columns.x; w < columns.y; w++) {
      sum += x[((own.image * params.height + h) * params.width + w) * params.channels + own.channel];
    }
  }
  let with_padding = params.count_include_pad == 1u;
  y[i] = sum / f32(window_positions(down, own.row, with_padding) * window_positions(across, own.column, with_padding));
}
