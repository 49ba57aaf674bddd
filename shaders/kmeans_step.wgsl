// One of Lloyd's iterations: moved[k] = mean of the rows x[n] that are nearest to centers[k], counts[k] = how many
// they are; a cluster without rows keeps its centre.
//
// x: [N, D]; centers, moved: [K, D]; counts: [K]; label: [N].
// `norms` and `nearest`: see lib/kmeans_nearest. `count` and `partials`: see lib/kmeans_sums.
// `finish`: one invocation per element of moved.
#import kmeans_nearest
#import kmeans_chunks
#import kmeans_sums
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
  let i = vector_index(at);
  let cluster = i / params.cols;
  if (cluster >= params.clusters) {
    return;
  }
  let rows = cluster_rows(cluster);
  if (rows > 0u) {
    moved[i] = element_sum(i, 0u, chunk_count()) / f32(rows);
  } else {
    moved[i] = centers[i];
  }
  if (i % params.cols == 0u) {
    counts[cluster] = rows;
  }
}
