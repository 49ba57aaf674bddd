// y[n, d] = scale * x[n, d] - center[d], squares[b] = sum over the block of rows b of y^2
//
// x, y: [N, D]; center: [D]; squares: [blocks]. One workgroup per block of rows.
#import reduce

const WORKGROUP = 64u;
const BLOCK = 64u;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let block = group.y * grid.x + group.x;
  if (block >= (params.rows + BLOCK - 1u) / BLOCK) {
    return;
  }
  let end = min(params.rows, (block + 1u) * BLOCK) * params.cols;
  var total = 0.0;
  for (var i = block * BLOCK * params.cols + lane; i < end; i += WORKGROUP) {
    let value = params.scale * x[i] - center[i % params.cols];
    y[i] = value;
    total = fma(value, value, total);
  }
  total = workgroup_sum(lane, total);
  if (lane == 0u) {
    squares[block] = total;
  }
}
