// c = activation(op(a) op(b) + bias) (+ c), for each matrix of a batch: the elements of a and b are rounded to
// float16, their products and sums are float32.
//
// op(a): [m, k], stored [k, m] where trans_a; op(b): [k, n], stored [n, k] where trans_b; c: [m, n].
// A workgroup has one tile of c. Workgroups: tiles in a line over x and y, batches in z.
enable f16;
#import gemm_tile

struct Params {
  batch: u32,
  m: u32,
  n: u32,
  k: u32,
  trans_a: u32,
  trans_b: u32,
  lda: u32,
  ldb: u32,
  ldc: u32,
  a_offset: u32,
  b_offset: u32,
  c_offset: u32,
  a_stride: u32,
  b_stride: u32,
  c_stride: u32,
  bias_stride: u32,
  has_bias: u32,
  activation: u32,
  accumulate: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> a: array<f32>;
@group(0) @binding(2) var<storage, read> b: array<f32>;
@group(0) @binding(3) var<storage, read> bias: array<f32>;
@group(0) @binding(4) var<storage, read_write> c: array<f32>;

alias TileQuad = vec4h;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  gemm_tile(group, grid, lane);
}
