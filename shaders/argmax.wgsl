// index[n] = the first of row n's largest elements, NaN counting as larger than every number.
//
// x: [rows, cols]; index: [rows]. `rows`: one workgroup per row; `short_rows`: one invocation per row.
#import nan
#import pointwise

const WORKGROUP = 64u;

struct Best {
  value: f32,
  column: u32,
}

var<workgroup> lanes: array<Best, WORKGROUP>;

fn larger(a: f32, b: f32) -> bool {
  return a > b || (is_nan(a) && !is_nan(b));
}

// Of equal values the lower column.
fn better(a: Best, b: Best) -> Best {
  if (larger(a.value, b.value)) {
    return a;
  }
  if (larger(b.value, a.value) || b.column < a.column) {
    return b;
  }
  return a;
}

@compute @workgroup_size(WORKGROUP)
fn rows(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let row = group.y * grid.x + group.x;
  if (row >= params.rows) {
    return;
  }
  let first = row * params.cols;
  var best = Best(x[first], 0u);
  for (var c = lane; c < params.cols; c += WORKGROUP) {
    if (larger(x[first + c], best.value)) {
      best = Best(x[first + c], c);
    }
  }
  lanes[lane] = best;
  workgroupBarrier();
  for (var width = WORKGROUP / 2u; width > 0u; width /= 2u) {
    if (lane < width) {
      lanes[lane] = better(lanes[lane], lanes[lane + width]);
    }
    workgroupBarrier();
  }
  if (lane == 0u) {
    index[row] = lanes[0].column;
  }
}

@compute @workgroup_size(WORKGROUP)
fn short_rows(at: Invocation) {
  let row = vector_index(at);
  if (row >= params.rows) {
    return;
  }
  let first = row * params.cols;
  var best = Best(x[first], 0u);
  for (var c = 1u; c < params.cols; c++) {
    if (larger(x[first + c], best.value)) {
      best = Best(x[first + c], c);
    }
  }
  index[row] = best.column;
}
