// dx[b, h, w, c] = sum of dy / the positions of the window, over the windows that cover it
//
// dy: [B, OH, OW, C]; dx: [B, H, W, C]. One invocation per input element.
#import image_element
#import pointwise
#import window

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn main(at: Invocation) {
  let i = vector_index(at);
  let own = element_at(i, params.height, params.width, params.channels);
  if (own.image >= params.batch) {
    return;
  }
  let down = Axis(params.height, params.out_height, params.kernel_h, params.stride_h, params.pad_h, 1u);
  let across = Axis(params.width, params.out_width, params.kernel_w, params.stride_w, params.pad_w, 1u);
  let rows = windows_over(down, own.row);
  let columns = windows_over(across, own.column);

  let with_padding = params.count_include_pad == 1u;
  var sum = 0.0;
  for (var row = rows.x; row < rows.y; row++) {
    for (var column = columns.x; column < columns.y; column++) {
      let positions = window_positions(down, row, with_padding) * window_positions(across, column, with_padding);
      let window = ((own.image * params.out_height + row) * params.out_width + column) * params.channels + own.channel;
      sum += dy[window] / f32(positions);
    }
  }
  dx[i] = sum;
}
