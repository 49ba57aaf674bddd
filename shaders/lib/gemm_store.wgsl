// What becomes of gemm's sums.

fn bias_at(batch: u32, column: u32) -> f32 {
  if (params.has_bias == 1u) {
    return bias[batch * params.bias_stride + column];
  }
  return 0.0;
}

// Stores a sum, to which the caller added the bias, as an element of c.
fn store_sum(batch: u32, row: u32, column: u32, sum: f32) {
  let index = params.c_offset + batch * params.c_stride + row * params.ldc + column;
  if (params.accumulate == 1u) {
    c[index] += sum;
  } else {
    c[index] = sum;
  }
}
