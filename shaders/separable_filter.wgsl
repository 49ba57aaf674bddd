// y[m, h, w] = sum over a, c of weights[a] weights[c] x[m, h + a - reach, w + c - reach], x = 0 outside of the image
//
// x, columns, y: [M, H, W]; weights: [taps]. One invocation per pixel and pass: along columns, then along rows.

const WORKGROUP = 64u;

fn pixel_of(group: vec3u, lane: u32, grid: vec3u) -> u32 {
  return (group.y * grid.x + group.x) * WORKGROUP + lane;
}

@compute @workgroup_size(WORKGROUP)
fn along_columns(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
                 @builtin(num_workgroups) grid: vec3u) {
  let pixel = pixel_of(group, lane, grid);
  if (pixel >= params.maps * params.height * params.width) {
    return;
  }
  let row = pixel / params.width % params.height;
  let reach = params.taps / 2u;
  var sum = 0.0;
  for (var a = 0u; a < params.taps; a++) {
    let h = row + a;
    if (h >= reach && h - reach < params.height) {
      sum = fma(weights[a], x[pixel + a * params.width - reach * params.width], sum);
    }
  }
  columns[pixel] = sum;
}

@compute @workgroup_size(WORKGROUP)
fn along_rows(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
              @builtin(num_workgroups) grid: vec3u) {
  let pixel = pixel_of(group, lane, grid);
  if (pixel >= params.maps * params.height * params.width) {
    return;
  }
  let column = pixel % params.width;
  let reach = params.taps / 2u;
  var sum = 0.0;
  for (var c = 0u; c < params.taps; c++) {
    let w = column + c;
    if (w >= reach && w - reach < params.width) {
      sum = fma(weights[c], columns[pixel + c - reach], sum);
    }
  }
  y[pixel] = sum;
}
