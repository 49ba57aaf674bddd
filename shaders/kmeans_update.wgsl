// centers[k] = mean of the rows x[n] with label[n] = k, counts[k] = how many they are;
// a cluster without rows keeps its centre.
//
// x: [N, D]; label: [N]; centers: [K, D]; counts: [K]; partial: [chunks, K, D]; partial_counts: [chunks, K].
// `count`: one invocation per chunk of rows and cluster. `partials`: one workgroup per block of
// columns, chunk, and tile of clusters; an invocation has one column of every SLICES-th row, and
// sums of its own. `finish`: one invocation per element of centers adds the chunks in order.

struct Params {
  rows: u32,
  cols: u32,
  clusters: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read> label: array<u32>;
@group(0) @binding(3) var<storage, read_write> centers: array<f32>;
@group(0) @binding(4) var<storage, read_write> counts: array<u32>;
@group(0) @binding(5) var<storage, read_write> partial: array<f32>;
@group(0) @binding(6) var<storage, read_write> partial_counts: array<u32>;

const WORKGROUP = 64u;
// 8 KiB of sums: half of the workgroup memory that every adapter has.
const TILE_CLUSTERS = 32u;

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
var<workgroup> sums: array<f32, TILE_CLUSTERS * WORKGROUP>;

@compute @workgroup_size(WORKGROUP)
fn count(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
         @builtin(num_workgroups) grid: vec3u) {
  let i = (group.y * grid.x + group.x) * WORKGROUP + lane;
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

@compute @workgroup_size(WORKGROUP)
fn partials(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let chunk = group.y;
  let first_cluster = group.z * TILE_CLUSTERS;
  let columns = block_columns();
  let slices = WORKGROUP / columns;
  for (var k = 0u; k < TILE_CLUSTERS; k++) {
    sums[k * WORKGROUP + lane] = 0.0;
  }
  let column = group.x * columns + lane % columns;
  if (column < params.cols) {
    let end = min(params.rows, (chunk + 1u) * chunk_rows());
    for (var row = chunk * chunk_rows() + lane / columns; row < end; row += slices) {
      // Clusters before the tile wrap around to large numbers.
      let k = label[row] - first_cluster;
      if (k < TILE_CLUSTERS) {
        sums[k * WORKGROUP + lane] += x[row * params.cols + column];
      }
    }
  }
  workgroupBarrier();

  for (var i = lane; i < TILE_CLUSTERS * columns; i += WORKGROUP) {
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

@compute @workgroup_size(WORKGROUP)
fn finish(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
          @builtin(num_workgroups) grid: vec3u) {
  let i = (group.y * grid.x + group.x) * WORKGROUP + lane;
  let cluster = i / params.cols;
  if (cluster >= params.clusters) {
    return;
  }
  var rows = 0u;
  var total = 0.0;
  let chunks = chunk_count();
  for (var chunk = 0u; chunk < chunks; chunk++) {
    rows += partial_counts[chunk * params.clusters + cluster];
    total += partial[chunk * params.clusters * params.cols + i];
  }
  if (rows > 0u) {
    centers[i] = total / f32(rows);
  }
  if (i % params.cols == 0u) {
    counts[cluster] = rows;
  }
}
