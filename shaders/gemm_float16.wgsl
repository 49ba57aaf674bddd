// c = op(a) op(b) + bias (+ c), for each matrix of a batch: the elements of a and b are rounded to
// float16, their products and sums are float32.
//
// op(a): [m, k], stored [k, m] where trans_a; op(b): [k, n], stored [n, k] where trans_b; c: [m, n].
// A workgroup has one tile of c. Workgroups: tiles in a line over x and y, batches in z.
enable f16;
#import gemm_tile

alias TileQuad = vec4h;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  gemm_tile(group, grid, lane);
}
