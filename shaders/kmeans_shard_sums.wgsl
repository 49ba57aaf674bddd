// sums[s, k] = the sum of shard s's rows x[n] with label[n] = k, counts[k] = how many they are in all shards.
//
// x: [rows, D]; label: [rows]; sums: [S, K, D]; counts: [K]. `count` and `partials`: see lib/kmeans_sums.
// `finish`: one invocation per element of sums.
#import kmeans_shard_sums
#import pointwise

const WORKGROUP = 64u;

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
