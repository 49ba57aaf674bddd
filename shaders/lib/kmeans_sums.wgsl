// Sums of the rows of each cluster, over chunks of rows which are then added in order.
//
// partial: [chunks, K, D]; partial_counts: [chunks, K].
// The kernel has parameters rows, cols and clusters, and bindings x [N, D], label [N], partial and partial_counts.
// The importing shader declares WORKGROUP = 64 and imports kmeans_chunks or kmeans_shard_chunks, which say what a chunk is;
// its entry points call count_chunk and sum_chunk, and after those the others.

// 8 KiB of sums: half of the workgroup memory that every adapter has.
const SUM_CLUSTERS = 32u;

// Columns of a workgroup, a power of two; where x has fewer than 64, its rows are shared out in slices.
fn block_columns() -> u32 {
  return min(WORKGROUP, 1u << (32u - countLeadingZeros(params.cols - 1u)));
}

// [cluster, slice, column]
var<workgroup> tile_sums: array<f32, SUM_CLUSTERS * WORKGROUP>;

// One invocation per chunk of rows and cluster.
fn count_chunk(i: u32) {
  let chunk = i / params.clusters;
  let cluster = i % params.clusters;
  if (chunk >= chunk_count()) {
    return;
  }
  var total = 0u;
  let rows = chunk_range(chunk);
  for (var row = rows.x; row < rows.y; row++) {
    total += u32(label[row] == cluster);
  }
  partial_counts[i] = total;
}

// One workgroup per block of columns, chunk, and tile of clusters (x, y, z of the grid); an invocation has
// one column of every slice's rows, and sums of its own.
fn sum_chunk(lane: u32, group: vec3u) {
  let chunk = group.y;
  let first_cluster = group.z * SUM_CLUSTERS;
  let columns = block_columns();
  let slices = WORKGROUP / columns;
  for (var k = 0u; k < SUM_CLUSTERS; k++) {
    tile_sums[k * WORKGROUP + lane] = 0.0;
  }
  let column = group.x * columns + lane % columns;
  if (column < params.cols) {
    let rows = chunk_range(chunk);
    for (var row = rows.x + lane / columns; row < rows.y; row += slices) {
      // Clusters before the tile wrap around to large numbers.
      let k = label[row] - first_cluster;
      if (k < SUM_CLUSTERS) {
        tile_sums[k * WORKGROUP + lane] += x[row * params.cols + column];
      }
    }
  }
  workgroupBarrier();

  for (var i = lane; i < SUM_CLUSTERS * columns; i += WORKGROUP) {
    let k = i / columns;
    let target_column = group.x * columns + i % columns;
    if (first_cluster + k < params.clusters && target_column < params.cols) {
      var total = 0.0;
      for (var slice = 0u; slice < slices; slice++) {
        total += tile_sums[k * WORKGROUP + slice * columns + i % columns];
      }
      partial[(chunk * params.clusters + first_cluster + k) * params.cols + target_column] = total;
    }
  }
}

// Rows of a cluster.
fn cluster_rows(cluster: u32) -> u32 {
  var rows = 0u;
  let chunks = chunk_count();
  for (var chunk = 0u; chunk < chunks; chunk++) {
    rows += partial_counts[chunk * params.clusters + cluster];
  }
  return rows;
}

// Sum of an element over the rows of its cluster in the chunks from `first` to before `end`.
fn element_sum(i: u32, first: u32, end: u32) -> f32 {
  var total = 0.0;
  for (var chunk = first; chunk < end; chunk++) {
    total += partial[chunk * params.clusters * params.cols + i];
  }
  return total;
}
