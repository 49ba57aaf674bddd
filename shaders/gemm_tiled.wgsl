// c = op(a) op(b) + bias (+ c), for each matrix of a batch: for GPUs.
//
// op(a): [m, k], stored [k, m] where trans_a; op(b): [k, n], stored [n, k] where trans_b; c: [m, n].
// A workgroup has one tile of c. Workgroups: tiles in a line over x and y, batches in z.
#import gemm_tile

alias TileQuad = vec4f;

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  gemm_tile(group, grid, lane);
}
