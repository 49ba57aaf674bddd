// y'_i = y_i + rate (pull * sum of attractions along sampled edges + sum of repulsions from drawn rows); formulas, the
// edges that an epoch samples and the rows that it draws are in src/kernels/umap.ts.
//
// y, moved: [rows, components], z: [others, components], starts: [rows + 1], targets, chance: [edges].
// One invocation per row.
#import nan
#import philox

const WORKGROUP = 64u;
const MOST_COMPONENTS = 16u;
const CLIP = 4.0;

var<private> own: array<f32, MOST_COMPONENTS>;
var<private> force: array<f32, MOST_COMPONENTS>;

fn squared_distance(other: u32) -> f32 {
  var sum = 0.0;
  for (var c = 0u; c < params.components; c++) {
    let difference = own[c] - z[other * params.components + c];
    sum += difference * difference;
  }
  return sum;
}

fn add_force(other: u32, coefficient: f32, factor: f32) {
  for (var c = 0u; c < params.components; c++) {
    let difference = own[c] - z[other * params.components + c];
    force[c] += factor * clamp(coefficient * difference, -CLIP, CLIP);
  }
}

fn attract(other: u32) {
  let d = squared_distance(other);
  if (d > 0.0) {
    let power = pow(d, params.b);
    add_force(other, -2.0 * params.a * params.b * power / (d * (1.0 + params.a * power)), params.pull);
  }
}

fn repel(other: u32) {
  let d = squared_distance(other);
  if (d > 0.0) {
    add_force(other, 2.0 * params.b / ((0.001 + d) * (1.0 + params.a * pow(d, params.b))), 1.0);
  }
}

@compute @workgroup_size(WORKGROUP)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let row = (group.y * grid.x + group.x) * WORKGROUP + lane;
  if (row >= params.rows) {
    return;
  }
  let components = min(params.components, MOST_COMPONENTS);
  for (var c = 0u; c < components; c++) {
    own[c] = y[row * params.components + c];
    force[c] = 0.0;
  }
  let first = starts[row];
  let end = starts[row + 1u];
  var wrong = first > params.edges || end > params.edges;
  var draws = 0u;
  if (!wrong) {
    for (var e = first; e < end; e++) {
      if (floor(f32(params.epoch + 1u) * chance[e]) == floor(f32(params.epoch) * chance[e])) {
        continue;
      }
      draws += params.negatives;
      let target_row = targets[e];
      if (target_row >= params.others) {
        wrong = true;
        break;
      }
      attract(target_row);
    }
  }
  if (!wrong) {
    for (var block = 0u; 4u * block < draws; block++) {
      let words = philox(vec4u(block, row, 0u, 0u), vec2u(params.seed, params.epoch));
      for (var m = 0u; m < min(4u, draws - 4u * block); m++) {
        repel(multiply_high(words[m], params.others));
      }
    }
  }
  for (var c = 0u; c < components; c++) {
    moved[row * params.components + c] = select(own[c] + params.rate * force[c], make_nan(), wrong);
  }
}
