// y[y_offset + sum of i * y_stride] = x[x_offset + sum of i * x_stride], for i in [size0, size1, size2, size3].
//
// `elements`: one invocation per element, the last axis fastest. `tiles`: x is contiguous along axis 2 and y along
// axis 3; one workgroup per tile of these two, which it turns round in its own memory.
#import pointwise

const WORKGROUP = 256u;
const TILE = 32u;
// Rows that a workgroup moves at once.
const ROWS = WORKGROUP / TILE;

// One element more per row, so that a column's elements lie in different banks.
var<workgroup> tile: array<f32, TILE * (TILE + 1u)>;

fn x_index(i: vec4u) -> u32 {
  return params.x_offset +
    dot(i, vec4u(params.x_stride0, params.x_stride1, params.x_stride2, params.x_stride3));
}

fn y_index(i: vec4u) -> u32 {
  return params.y_offset +
    dot(i, vec4u(params.y_stride0, params.y_stride1, params.y_stride2, params.y_stride3));
}

@compute @workgroup_size(WORKGROUP)
fn elements(at: Invocation) {
  let element = vector_index(at);
  let row = element / params.size3;
  let outer = row / params.size2;
  let i = vec4u(outer / params.size1, outer % params.size1, row % params.size2, element % params.size3);
  if (i.x < params.size0) {
    y[y_index(i)] = x[x_index(i)];
  }
}

@compute @workgroup_size(WORKGROUP)
fn tiles(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let column = lane % TILE;
  let first_row = lane / TILE;
  let i0 = group.z / params.size1;
  let i1 = group.z % params.size1;
  for (var r = 0u; r < TILE / ROWS; r++) {
    let row = first_row + r * ROWS;
    let i = vec4u(i0, i1, group.y * TILE + column, group.x * TILE + row);
    if (i.z < params.size2 && i.w < params.size3) {
      tile[row * (TILE + 1u) + column] = x[x_index(i)];
    }
  }
  workgroupBarrier();
  for (var r = 0u; r < TILE / ROWS; r++) {
    let row = first_row + r * ROWS;
    let i = vec4u(i0, i1, group.y * TILE + row, group.x * TILE + column);
    if (i.z < params.size2 && i.w < params.size3) {
      y[y_index(i)] = tile[column * (TILE + 1u) + row];
    }
  }
}
