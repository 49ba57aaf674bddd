// y[b, i] = (pixels[index[b], i] / 255 - mean) * rstd, NaN where index[b] >= images
//
// pixels: [images, H, W, C], four bytes to a word; index: [count]; y: [count, H, W, C].
// One invocation per element.
#import nan

const WORKGROUP = 64u;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let id = (group.y * grid.x + group.x) * WORKGROUP + lane;
  let size = params.height * params.width * params.channels;
  if (id >= params.count * size) {
    return;
  }
  let image = index[id / size];
  if (image >= params.images) {
    y[id] = make_nan();
    return;
  }
  let byte = image * size + id % size;
  let pixel = (pixels[byte / 4u] >> (8u * (byte % 4u))) & 255u;
  y[id] = (f32(pixel) / 255.0 - params.mean) * params.rstd;
}
