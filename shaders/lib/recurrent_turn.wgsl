// What the recurrent algorithms for quads have in common: a quad is four neighbouring units, buffers are seen as
// vec4f, and `hidden` is a multiple of 4.
//
// A turn multiplies what the turn before made, a vector of depth() quads for each row, by W_hh, and finishes a step
// with the products. Forward, turn t is step t, its vectors are h, and each gate is an output of its own. Backward,
// turn t is step steps - 1 - t, its vectors are the gradients of z and their product is that of h; one turn more ends
// with `dinitial`. recurrent_forward and recurrent_backward say so.
//
// A workgroup has ROWS rows and QUADS quads at a time. An invocation multiplies for one output of one quad and one of
// SLICES parts of the sum; then `partials` brings together what a quad of a row needs.
//
// The cell of the importing shader, NAME_cell.wgsl, declares
//   struct Own                                    what a step needs besides its product
//   fn fetch(row, quad, turn) -> Own              reads it, also a turn ahead
//   fn carried_before(row, quad, turn) -> vec4f   what this quad's turn before left in memory for this one
//   fn start_row(row, quad) -> Vectors            what comes before turn 0
//   fn finish(row, quad, turn, own, carried, sums) -> Outcome   writes a step's results
#import recurrent

override QUADS: u32 = 8u;
override SLICES: u32 = 1u;
override ROWS: u32 = 1u;
// Rows whose sums are brought together at a time.
override ROUND: u32 = 1u;
// Quads of a row's vector in workgroup memory, and how many such sets of rows there are.
override DEPTH: u32 = 1u;
override SETS: u32 = 1u;
override INVOCATIONS: u32 = OUTPUTS * QUADS * SLICES;

// The sums of each row, where they stay in registers.
const MAX_ROWS = 16u;
alias RowSums = array<vec4f, MAX_ROWS>;

// The products of a row: one for each output.
alias Sums = array<vec4f, OUTPUTS>;
// A quad's part of the vector that the next turn multiplies.
alias Vectors = array<vec4f, PARTS>;

// A row of a direction, and the steps that it has.
struct Row {
  direction: u32,
  index: u32,
  length: u32,
}

struct Outcome {
  vectors: Vectors,
  carried: vec4f,
}

// What an invocation multiplies.
struct Share {
  output: u32,
  quad: u32,
  slice: u32,
}

var<workgroup> partials: array<vec4f, ROUND * INVOCATIONS>;
var<workgroup> vectors: array<vec4f, SETS * ROWS * DEPTH>;

fn quads() -> u32 {
  return params.hidden / 4u;
}

fn row_of(direction: u32, index: u32) -> Row {
  return Row(direction, index, row_length(index));
}

// The indices of quad 0 of a row's values at a step.
fn gate_at(row: Row, step: u32) -> u32 {
  return gates_at(row.direction, position_within(row.direction, row.index, step, row.length), GATES) / 4u;
}

fn saved_quad_at(plane: u32, row: Row, step: u32) -> u32 {
  return saved_at(plane, row.direction, position_within(row.direction, row.index, step, row.length)) / 4u;
}

fn output_quad_at(row: Row, step: u32) -> u32 {
  return output_at(row.direction, position_within(row.direction, row.index, step, row.length)) / 4u;
}

// The sums of a round's row and a workgroup's quad, in a fixed order.
fn collect(row: u32, quad: u32) -> Sums {
  var sums: Sums;
  for (var output = 0u; output < OUTPUTS; output++) {
    for (var slice = 0u; slice < SLICES; slice++) {
      sums[output] += partials[row * INVOCATIONS + lane_of(output, quad, slice)];
    }
  }
  return sums;
}

// Puts what a quad's turn made where the next turn's products find it.
fn keep(row: u32, quad: u32, made: Vectors, set_start: u32) {
  for (var part = 0u; part < PARTS; part++) {
    vectors[set_start + row * DEPTH + part * quads() + quad] = made[part];
  }
}
