// dx[b, h, w, c] = sum of dy[b, oh, ow, c] * weight(oh, h) * weight(ow, w); the weights are those of lib/resample.wgsl
//
// dy: [B, OH, OW, C]; dx: [B, H, W, C]. One invocation per input element.
#import image_element
#import pointwise
#import resample

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn main(at: Invocation) {
  let i = vector_index(at);
  let own = element_at(i, params.height, params.width, params.channels);
  if (own.image >= params.batch) {
    return;
  }
  let rows = readers_of(params.height, params.out_height, params.mode, own.row);
  let columns = readers_of(params.width, params.out_width, params.mode, own.column);

  var sum = 0.0;
  for (var row = rows.x; row < rows.y; row++) {
    let down = weight_of(source_of(params.height, params.out_height, params.mode, row), own.row);
    for (var column = columns.x; column < columns.y; column++) {
      let across = weight_of(source_of(params.width, params.out_width, params.mode, column), own.column);
      let output = ((own.image * params.out_height + row) * params.out_width + column) * params.channels + own.channel;
      sum += down * across * dy[output];
    }
  }
  dx[i] = sum;
}
