// gemm's operands in fours.

// Where this workgroup's matrices begin.
var<private> a_start: u32;
var<private> b_start: u32;

fn begin_batch(batch: u32) {
  a_start = params.a_offset + batch * params.a_stride;
  b_start = params.b_offset + batch * params.b_stride;
}

// Elements of rows row .. row + 3 of op(a) at k; zero outside.
fn a_quad(row: u32, k: u32) -> vec4f {
  var quad = vec4f();
  for (var i = 0u; i < 4u; i++) {
    if (row + i < params.m && k < params.k) {
      quad[i] = a[a_start + select((row + i) * params.lda + k, k * params.lda + row + i, params.trans_a == 1u)];
    }
  }
  return quad;
}

// Elements of columns column .. column + 3 of op(b) at k; zero outside.
fn b_quad(k: u32, column: u32) -> vec4f {
  var quad = vec4f();
  for (var j = 0u; j < 4u; j++) {
    if (column + j < params.n && k < params.k) {
      quad[j] = b[b_start + select(k * params.ldb + column + j, (column + j) * params.ldb + k, params.trans_b == 1u)];
    }
  }
  return quad;
}
