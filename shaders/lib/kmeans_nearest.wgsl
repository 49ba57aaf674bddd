// The nearest of K centres for rows of x, the first of equals: argmax over k of
// sum_d x[n, d] centers[k, d] - |centers[k]|^2 / 2 where rounding cannot have decided, else by the distances in twice
// the precision of float32.
//
// half_norms: [K], and up to a whole tile a number that loses against all.
// The kernel has parameters rows, cols and clusters, and bindings x [N, D], centers [K, D], label [N] and half_norms.
// The importing shader declares WORKGROUP = 64; its entry points call one of these functions each.
#import kmeans_exact
#import point_tile
#import reduce
#import row_tile

// Clusters that a row is compared with at a time: four vectors of sums in registers.
const TILE_POINTS = 16u;
const LARGEST = 3.4028234e38;

fn padded_clusters() -> u32 {
  return (params.clusters + TILE_POINTS - 1u) / TILE_POINTS * TILE_POINTS;
}

// One workgroup per cluster.
fn write_half_norm(lane: u32, cluster: u32) {
  if (cluster >= params.clusters) {
    if (lane == 0u && cluster < padded_clusters()) {
      half_norms[cluster] = LARGEST;
    }
    return;
  }
  var squares = 0.0;
  for (var c = lane; c < params.cols; c += WORKGROUP) {
    let value = centers[cluster * params.cols + c];
    squares += value * value;
  }
  let total = workgroup_sum(lane, squares);
  if (lane == 0u) {
    half_norms[cluster] = 0.5 * total;
  }
}

// The points are the centres.
fn point_at(cluster: u32, column: u32) -> f32 {
  if (cluster < params.clusters && column < params.cols) {
    return centers[cluster * params.cols + column];
  }
  return 0.0;
}

// For one row and each component of a vector of clusters.
struct Best {
  score: vec4f,
  // The next best score.
  second: vec4f,
  cluster: vec4u,
}

fn better(best: Best, score: vec4f, cluster: u32) -> Best {
  let wins = score > best.score;
  let clusters = cluster + vec4u(0u, 1u, 2u, 3u);
  let second = max(best.second, min(best.score, score));
  return Best(select(best.score, score, wins), second, select(best.cluster, clusters, wins));
}

fn largest(v: vec4f) -> f32 {
  return max(max(v.x, v.y), max(v.z, v.w));
}

// Of one row: the cluster with the best score, the lowest of equals.
struct Winner {
  cluster: u32,
  // Whether rounding may have decided.
  doubtful: bool,
}

// `norm` is |x|^2. A score is a sum of D + 1 terms, so its error is below (D + 2) u (|x| |c| + |c|^2 / 2) with u = 2^-24.
// No cluster that could be the nearest has |c| above |x| + d, d being the distance to the one that seems so; so
// |x| |c| + |c|^2 / 2 is at most 2.5 |x|^2 + 1.5 d^2. Two scores err, and the bound itself is rounded.
fn winner_of(best: Best, norm: f32) -> Winner {
  let score = largest(best.score);
  let clusters = select(vec4u(0xffffffffu), best.cluster, best.score == vec4f(score));
  let cluster = min(min(clusters.x, clusters.y), min(clusters.z, clusters.w));
  let others = select(best.score, best.second, clusters == vec4u(cluster));
  let gap = score - max(largest(others), largest(best.second));
  let distance = max(norm - 2.0 * score, 0.0);
  let bound = 2.5 * norm + 1.5 * distance;
  return Winner(cluster, !(gap > 2.5 * 0x1p-24f * f32(params.cols + 8u) * bound));
}

// Scores of four clusters before any column.
fn start_score(k: u32) -> vec4f {
  return -vec4f(half_norms[k], half_norms[k + 1u], half_norms[k + 2u], half_norms[k + 3u]);
}

// One workgroup per tile of rows, two rows per invocation, against all clusters, a tile of them at a time.
fn label_tile(lane: u32, tile: u32) {
  let first_row = tile * TILE_ROWS;
  if (first_row >= params.rows) {
    return;
  }
  var best_a = Best(vec4f(-LARGEST), vec4f(-LARGEST), vec4u());
  var best_b = best_a;
  var norm_a = 0.0;
  var norm_b = 0.0;
  for (var first_cluster = 0u; first_cluster < params.clusters; first_cluster += TILE_POINTS) {
    var a0 = start_score(first_cluster);
    var a1 = start_score(first_cluster + 4u);
    var a2 = start_score(first_cluster + 8u);
    var a3 = start_score(first_cluster + 12u);
    var b0 = a0;
    var b1 = a1;
    var b2 = a2;
    var b3 = a3;
    norm_a = 0.0;
    norm_b = 0.0;
    for (var first_column = 0u; first_column < params.cols; first_column += TILE_COLS) {
      workgroupBarrier();
      load_row_tile(lane, first_row, first_column);
      load_point_tile(lane, first_cluster, first_column);
      workgroupBarrier();
      for (var c = 0u; c < TILE_COLS; c++) {
        let a = vec4f(row_tile[lane * ROW_STRIDE + c]);
        let b = vec4f(row_tile[(lane + WORKGROUP) * ROW_STRIDE + c]);
        let c0 = point_tile[4u * c];
        let c1 = point_tile[4u * c + 1u];
        let c2 = point_tile[4u * c + 2u];
        let c3 = point_tile[4u * c + 3u];
        a0 = fma(a, c0, a0);
        a1 = fma(a, c1, a1);
        a2 = fma(a, c2, a2);
        a3 = fma(a, c3, a3);
        b0 = fma(b, c0, b0);
        b1 = fma(b, c1, b1);
        b2 = fma(b, c2, b2);
        b3 = fma(b, c3, b3);
        norm_a = fma(a.x, a.x, norm_a);
        norm_b = fma(b.x, b.x, norm_b);
      }
    }
    best_a = better(best_a, a0, first_cluster);
    best_a = better(best_a, a1, first_cluster + 4u);
    best_a = better(best_a, a2, first_cluster + 8u);
    best_a = better(best_a, a3, first_cluster + 12u);
    best_b = better(best_b, b0, first_cluster);
    best_b = better(best_b, b1, first_cluster + 4u);
    best_b = better(best_b, b2, first_cluster + 8u);
    best_b = better(best_b, b3, first_cluster + 12u);
  }

  if (lane == 0u) {
    atomicStore(&doubtful_rows, 0u);
  }
  workgroupBarrier();
  let row = first_row + lane;
  put_label(row, winner_of(best_a, norm_a));
  put_label(row + WORKGROUP, winner_of(best_b, norm_b));
  workgroupBarrier();
  if (lane == 0u) {
    doubtful_count = atomicLoad(&doubtful_rows);
  }
  let count = workgroupUniformLoad(&doubtful_count);
  for (var i = 0u; i < count; i++) {
    label_exactly(lane, doubtful[i]);
  }
}

// Rows of the tile that are left to label_exactly, in any order.
var<workgroup> doubtful: array<u32, TILE_ROWS>;
var<workgroup> doubtful_rows: atomic<u32>;
var<workgroup> doubtful_count: u32;

fn put_label(row: u32, winner: Winner) {
  if (row >= params.rows) {
    return;
  }
  if (winner.doubtful) {
    doubtful[atomicAdd(&doubtful_rows, 1u)] = row;
  } else {
    label[row] = winner.cluster;
  }
}
