// c = op(a) op(b) + bias (+ c), for each matrix of a batch: on the units of a GPU that multiply
// matrices, of elements rounded to float16; their sums are float32.
//
// op(a): [m, k], stored [k, m] where trans_a; op(b): [k, n], stored [n, k] where trans_b; c: [m, n].
// A workgroup has one tile of c. Workgroups: tiles in a line over x and y, batches in z.
enable chromium_experimental_subgroup_matrix;
#import matrix_tile

// Columns, then rows.
alias Left = subgroup_matrix_left<f16, SIDE, SIDE>;
alias Right = subgroup_matrix_right<f16, SIDE, SIDE>;
alias Sum = subgroup_matrix_result<f32, SIDE, SIDE>;

fn load_left(at: u32) -> Left {
  return subgroupMatrixLoad<Left, row_major>(&a_tile, at, A_PITCH);
}

fn load_right(at: u32) -> Right {
  return subgroupMatrixLoad<Right, row_major>(&b_tile, at, B_PITCH);
}

fn multiply_add(left: Left, right: Right, sum: Sum) -> Sum {
  return subgroupMatrixMultiplyAccumulate(left, right, sum);
}

fn store_matrix(at: u32, sum: Sum) {
  subgroupMatrixStore<row_major>(&sum_tile, at, sum, SIDE);
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) grid: vec3u,
        @builtin(subgroup_id) subgroup: u32, @builtin(subgroup_invocation_id) lane: u32) {
  matrix_tile(group, grid, subgroup, lane);
}
