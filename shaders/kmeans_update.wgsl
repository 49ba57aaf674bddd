// centers[k] = mean of the rows x[n] with label[n] = k, counts[k] = how many they are;
// a cluster without rows keeps its centre.
//
// x: [N, D]; label: [N]; centers: [K, D]; counts: [K]. `count` and `partials`: see lib/kmeans_sums.
// `finish`: one invocation per element of centers.
#import kmeans_chunks
#import kmeans_sums
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
  let i = vector_index(at);
  let cluster = i / params.cols;
  if (cluster >= params.clusters) {
    return;
  }
  let rows = cluster_rows(cluster);
  if (rows > 0u) {
    centers[i] = element_sum(i, 0u, chunk_count()) / f32(rows);
  }
  if (i % params.cols == 0u) {
    counts[cluster] = rows;
  }
}
