// label[n] = argmax over k of sum_d x[n, d] centers[k, d] - |centers[k]|^2 / 2, the first of equals
// distance[n] = sum_d (x[n, d] - centers[label[n], d])^2
//
// x: [N, D]; centers: [K, D]; label, distance: [N]. `norms` and `nearest`: see lib/kmeans_nearest.
// `distances`: ROW_LANES invocations per row.
#import kmeans_nearest

const WORKGROUP = 64u;
// Invocations that share a row when distances are summed.
const ROW_LANES = 16u;

var<workgroup> partial_squares: array<f32, WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn norms(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
         @builtin(num_workgroups) grid: vec3u) {
  write_half_norm(lane, group.y * grid.x + group.x);
}

@compute @workgroup_size(WORKGROUP)
fn nearest(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
           @builtin(num_workgroups) grid: vec3u) {
  label_tile(lane, group.y * grid.x + group.x);
}

@compute @workgroup_size(WORKGROUP)
fn distances(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
             @builtin(num_workgroups) grid: vec3u) {
  let row = (group.y * grid.x + group.x) * (WORKGROUP / ROW_LANES) + lane / ROW_LANES;
  var squares = 0.0;
  if (row < params.rows) {
    let center = label[row] * params.cols;
    for (var c = lane % ROW_LANES; c < params.cols; c += ROW_LANES) {
      let difference = x[row * params.cols + c] - centers[center + c];
      squares = fma(difference, difference, squares);
    }
  }
  partial_squares[lane] = squares;
  workgroupBarrier();
  if (row < params.rows && lane % ROW_LANES == 0u) {
    var total = 0.0;
    for (var i = 0u; i < ROW_LANES; i++) {
      total += partial_squares[lane + i];
    }
    distance[row] = total;
  }
}
