// dx[b, h, w, c] = sum of dy over the windows whose index is h * width + w.
//
// dy, index: [B, OH, OW, C]; dx: [B, H, W, C]. One invocation per input element.
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
  let down = Axis(params.height, params.out_height, params.kernel_h, params.stride_h, params.pad_h, params.dilation_h);
  let across = Axis(params.width, params.out_width, params.kernel_w, params.stride_w, params.pad_w, params.dilation_w);
  let rows = windows_over(down, own.row);
  let columns = windows_over(across, own.column);

  var sum = 0.0;
  for (var row = rows.x; row < rows.y; row++) {
    for (var column = columns.x; column < columns.y; column++) {
      let window = ((own.image * params.out_height + row) * params.out_width + column) * params.channels + own.channel;
      sum += select(0.0, dy[window], index[window] == own.row * params.width + own.column);
    }
  }
  dx[i] = sum;
}
