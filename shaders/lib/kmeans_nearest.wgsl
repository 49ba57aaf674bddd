// The nearest of K centres for rows of x: argmax over k of sum_d x[n, d] centers[k, d] - |centers[k]|^2 / 2,
// the first of equals.
//
// half_norms: [K], and up to a whole tile a number that loses against all.
// The importing shader declares WORKGROUP = 64, `params` with rows, cols and clusters, and the bindings x [N, D],
// centers [K, D], label [N] and half_norms; its entry points call one of these functions each.
#import reduce
#import row_tile

// Clusters that a row is compared with at a time: four vectors of sums in registers.
const TILE_CLUSTERS = 16u;
const LARGEST = 3.4028234e38;

// [column, cluster / 4], the four clusters of a vector side by side.
var<workgroup> center_tile: array<vec4f, TILE_COLS * TILE_CLUSTERS / 4u>;

fn padded_clusters() -> u32 {
  return (params.clusters + TILE_CLUSTERS - 1u) / TILE_CLUSTERS * TILE_CLUSTERS;
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

fn center_at(cluster: u32, column: u32) -> f32 {
  if (cluster < params.clusters && column < params.cols) {
    return centers[cluster * params.cols + column];
  }
  return 0.0;
}

fn load_center_tile(lane: u32, first_cluster: u32, first_column: u32) {
  for (var i = lane; i < TILE_COLS * TILE_CLUSTERS / 4u; i += WORKGROUP) {
    // Neighbouring invocations read neighbouring columns of one cluster.
    let c = i % TILE_COLS;
    let four = i / TILE_COLS;
    let cluster = first_cluster + 4u * four;
    let column = first_column + c;
    center_tile[c * (TILE_CLUSTERS / 4u) + four] =
      vec4f(center_at(cluster, column), center_at(cluster + 1u, column),
            center_at(cluster + 2u, column), center_at(cluster + 3u, column));
  }
}

// For one row and each component of a vector of clusters.
struct Best {
  score: vec4f,
  cluster: vec4u,
}

fn better(best: Best, score: vec4f, cluster: u32) -> Best {
  let wins = score > best.score;
  let clusters = cluster + vec4u(0u, 1u, 2u, 3u);
  return Best(select(best.score, score, wins), select(best.cluster, clusters, wins));
}

// The lowest cluster of those with the best score.
fn best_of(best: Best) -> u32 {
  let score = max(max(best.score.x, best.score.y), max(best.score.z, best.score.w));
  let cluster = select(vec4u(0xffffffffu), best.cluster, best.score == vec4f(score));
  return min(min(cluster.x, cluster.y), min(cluster.z, cluster.w));
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
  var best_a = Best(vec4f(-LARGEST), vec4u());
  var best_b = best_a;
  for (var first_cluster = 0u; first_cluster < params.clusters; first_cluster += TILE_CLUSTERS) {
    var a0 = start_score(first_cluster);
    var a1 = start_score(first_cluster + 4u);
    var a2 = start_score(first_cluster + 8u);
    var a3 = start_score(first_cluster + 12u);
    var b0 = a0;
    var b1 = a1;
    var b2 = a2;
    var b3 = a3;
    for (var first_column = 0u; first_column < params.cols; first_column += TILE_COLS) {
      workgroupBarrier();
      load_row_tile(lane, first_row, first_column);
      load_center_tile(lane, first_cluster, first_column);
      workgroupBarrier();
      for (var c = 0u; c < TILE_COLS; c++) {
        let a = vec4f(row_tile[lane * ROW_STRIDE + c]);
        let b = vec4f(row_tile[(lane + WORKGROUP) * ROW_STRIDE + c]);
        let c0 = center_tile[4u * c];
        let c1 = center_tile[4u * c + 1u];
        let c2 = center_tile[4u * c + 2u];
        let c3 = center_tile[4u * c + 3u];
        a0 = fma(a, c0, a0);
        a1 = fma(a, c1, a1);
        a2 = fma(a, c2, a2);
        a3 = fma(a, c3, a3);
        b0 = fma(b, c0, b0);
        b1 = fma(b, c1, b1);
        b2 = fma(b, c2, b2);
        b3 = fma(b, c3, b3);
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

  let row = first_row + lane;
  if (row < params.rows) {
    label[row] = best_of(best_a);
  }
  if (row + WORKGROUP < params.rows) {
    label[row + WORKGROUP] = best_of(best_b);
  }
}
