// Sums of the rows of each cluster, over chunks of rows which are then added in order.
//
// partial: [chunks, K, D]; partial_counts: [chunks, K].
// The kernel has parameters rows, cols and clusters, and bindings x [N, D], label [N], partial and partial_counts.
// The importing shader declares WORKGROUP = 64; its entry points call count_chunk and sum_chunk, and after those the others.

// 8 KiB of sums: half of the workgroup memory that every adapter has.
const SUM_CLUSTERS = 32u;

// So many that the partial sums take at most a quarter of x's memory.
fn chunk_rows() -> u32 {
  return max(max(1024u, (params.rows + 255u) / 256u), 4u * params.clusters);
}

fn chunk_count() -> u32 {
  return (params.rows + chunk_rows() - 1u) / chunk_rows();
}

// Columns of a workgroup, a power of two; where x has fewer than 64, its rows are shared out in slices.
fn block_columns() -> u32 {
  return min(WORKGROUP, 1u << (32u - countLeadingZeros(params.cols - 1u)));
}

// [cluster, slice, column]
var<workgroup> sums: array<f32, SUM_CLUSTERS * WORKGROUP>;

// One invocation per chunk of rows and cluster.
fn count_chunk(i: u32) {
  let chunk = i / params.clusters;
  let cluster = i % params.clusters;
  if (chunk >= chunk_count()) {
    return;
  }
  var total = 0u;
  let end = min(params.rows, (chunk + 1u) * chunk_rows());
  for (var row = chunk * chunk_rows(); row < end; row++) {
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
    sums[k * WORKGROUP + lane] = 0.0;
  }
  let column = group.x * columns + lane % columns;
  if (column < params.cols) {
    let end = min(params.rows, (chunk + 1u) * chunk_rows());
    for (var row = chunk * chunk_rows() + lane / columns; row < end; row += slices) {
      // Clusters before the tile wrap around to large numbers.
      let k = label[row] - first_cluster;
      if (k < SUM_CLUSTERS) {
        sums[k * WORKGROUP + lane] += x[row * params.cols + column];
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
        total += sums[k * WORKGROUP + slice * columns + i % columns];
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

// Sum of an element over the rows of its cluster.
fn element_sum(i: u32) -> f32 {
  var total = 0.0;
  let chunks = chunk_count();
  for (var chunk = 0u; chunk < chunks; chunk++) {
    total += partial[chunk * params.clusters * params.cols + i];
  }
  return total;
}
