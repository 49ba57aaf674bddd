// sums[s, k] = the sum of shard s's rows x[n] that are nearest to centers[k], counts[k] = how many they are in all shards.
//
// x: [rows, D]; centers: [K, D]; sums: [S, K, D]; counts: [K]; label: [rows].
// `norms` and `nearest`: see lib/kmeans_nearest. `count` and `partials`: see lib/kmeans_sums.
// `finish`: one invocation per element of sums.
#import kmeans_nearest
#import kmeans_shard_sums
#import pointwise

const WORKGROUP = 64u;

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
fn count(at: Invocation) {
  count_chunk(vector_index(at));
}

@compute @workgroup_size(WORKGROUP)
fn partials(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  sum_chunk(lane, group);
}

@compute @workgroup_size(WORKGROUP)
fn finish(at: Invocation) {
  write_shard_sum(vector_index(at));
}
