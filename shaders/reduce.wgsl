// y[o, i] = scale * sum over the axis of x[o, :, i], or of its squares, or without scale their max or min.
//
// x: [outer, axis, inner], begins at x_offset, outer_stride from one outer index to the next; y: [outer, inner], begins at y_offset; partial: [outer, inner, parts], parts of CHUNK elements of the axis.
// `row...` is for inner = 1: one workgroup per part, or per row to finish. `column...`: one invocation instead.
#import nan
#import pointwise

const WORKGROUP = 64u;
const SUM = 0u;
const MAX = 1u;
const MIN = 2u;
const SUM_OF_SQUARES = 3u;

// params.op, known when the shader is compiled.
override OP: u32;
// Elements of the axis that make one partial result.
override CHUNK: u32;

var<workgroup> lanes: array<f32, WORKGROUP>;

// Where to begin; max and min do not mind taking an element twice.
fn start(first: f32) -> f32 {
  return select(0.0, first, OP == MAX || OP == MIN);
}

// NaN stays, whichever comes first.
fn merge(a: f32, b: f32) -> f32 {
  if (OP == MAX) {
    return select(b, a, a > b || is_nan(a));
  }
  if (OP == MIN) {
    return select(b, a, a < b || is_nan(a));
  }
  return a + b;
}

fn take(total: f32, element: f32) -> f32 {
  return merge(total, select(element, element * element, OP == SUM_OF_SQUARES));
}

fn scaled(total: f32) -> f32 {
  return select(total * params.scale, total, OP == MAX || OP == MIN);
}

// Where an outer index begins in x.
fn begin_of(outer: u32) -> u32 {
  return params.x_offset + outer * params.outer_stride;
}

fn parts() -> u32 {
  return (params.axis + CHUNK - 1u) / CHUNK;
}

// Merges one value per invocation, in a fixed order; every invocation must call it.
fn merge_lanes(lane: u32, value: f32) -> f32 {
  lanes[lane] = value;
  workgroupBarrier();
  for (var width = WORKGROUP / 2u; width > 0u; width /= 2u) {
    if (lane < width) {
      lanes[lane] = merge(lanes[lane], lanes[lane + width]);
    }
    workgroupBarrier();
  }
  return lanes[0];
}

fn reduce_row(lane: u32, first: u32, end: u32) -> f32 {
  var total = start(x[first]);
  for (var i = first + lane; i < end; i += WORKGROUP) {
    total = take(total, x[i]);
  }
  return merge_lanes(lane, total);
}

@compute @workgroup_size(WORKGROUP)
fn rows(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
        @builtin(num_workgroups) grid: vec3u) {
  let row = group.y * grid.x + group.x;
  // The whole workgroup has one row, so this is uniform; rows past the end only fill the grid.
  if (row >= params.outer) {
    return;
  }
  let total = reduce_row(lane, begin_of(row), begin_of(row) + params.axis);
  if (lane == 0u) {
    y[params.y_offset + row] = scaled(total);
  }
}

@compute @workgroup_size(WORKGROUP)
fn row_partials(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
                @builtin(num_workgroups) grid: vec3u) {
  let index = group.y * grid.x + group.x;
  let row = index / parts();
  if (row >= params.outer) {
    return;
  }
  let first = (index % parts()) * CHUNK;
  let end = min(first + CHUNK, params.axis);
  let total = reduce_row(lane, begin_of(row) + first, begin_of(row) + end);
  if (lane == 0u) {
    partial[index] = total;
  }
}

@compute @workgroup_size(WORKGROUP)
fn row_finish(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
              @builtin(num_workgroups) grid: vec3u) {
  let row = group.y * grid.x + group.x;
  if (row >= params.outer) {
    return;
  }
  let first = row * parts();
  var total = start(partial[first]);
  for (var i = first + lane; i < first + parts(); i += WORKGROUP) {
    total = merge(total, partial[i]);
  }
  total = merge_lanes(lane, total);
  if (lane == 0u) {
    y[params.y_offset + row] = scaled(total);
  }
}

// Elements first .. end - 1 of the axis of output `output`.
fn reduce_column(output: u32, first: u32, end: u32) -> f32 {
  let base = begin_of(output / params.inner) + output % params.inner;
  var total = start(x[base + first * params.inner]);
  for (var i = first; i < end; i++) {
    total = take(total, x[base + i * params.inner]);
  }
  return total;
}

@compute @workgroup_size(WORKGROUP)
fn columns(at: Invocation) {
  let output = vector_index(at);
  if (output < params.outer * params.inner) {
    y[params.y_offset + output] = scaled(reduce_column(output, 0u, params.axis));
  }
}

@compute @workgroup_size(WORKGROUP)
fn column_partials(at: Invocation) {
  // Neighbours have neighbouring columns.
  let index = vector_index(at);
  let column = index % params.inner;
  let part = (index / params.inner) % parts();
  let outer = index / (params.inner * parts());
  if (outer >= params.outer) {
    return;
  }
  let output = outer * params.inner + column;
  let first = part * CHUNK;
  partial[output * parts() + part] = reduce_column(output, first, min(first + CHUNK, params.axis));
}

@compute @workgroup_size(WORKGROUP)
fn column_finish(at: Invocation) {
  let output = vector_index(at);
  if (output >= params.outer * params.inner) {
    return;
  }
  let first = output * parts();
  var total = start(partial[first]);
  for (var i = 0u; i < parts(); i++) {
    total = merge(total, partial[first + i]);
  }
  y[params.y_offset + output] = scaled(total);
}
