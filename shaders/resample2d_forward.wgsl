// y[b, oh, ow, c] = sum of x[b, h, w, c] * weight(oh, h) * weight(ow, w); the weights are those of lib/resample.wgsl
//
// x: [B, H, W, C]; y: [B, OH, OW, C]. One invocation per output element.
#import image_element
#import pointwise
#import resample

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn main(at: Invocation) {
  let i = vector_index(at);
  let own = element_at(i, params.out_height, params.out_width, params.channels);
  if (own.image >= params.batch) {
    return;
  }
  let down = source_of(params.height, params.out_height, params.mode, own.row);
  let across = source_of(params.width, params.out_width, params.mode, own.column);

  var sum = 0.0;
  for (var h = down.begin; h < down.end; h++) {
    for (var w = across.begin; w < across.end; w++) {
      let weight = weight_of(down, h) * weight_of(across, w);
      sum += weight * x[((own.image * params.height + h) * params.width + w) * params.channels + own.channel];
    }
  }
  y[i] = sum;
}
