// A tile of a matrix product for software adapters, which run the invocations of a subgroup as the
// lanes of vector instructions.
//
// A workgroup is one subgroup. It has BLOCKS * LANES rows of the result and COLUMNS * LANES columns,
// of which an invocation holds those with its index modulo LANES. Such an adapter loads for one lane
// after another, each with its own bounds check: a load takes as long as 30 multiplications, even where
// all lanes read one element. So each lane loads another row's element of the left operand, and a
// shuffle, which is one instruction, hands it to the others.
enable subgroups;

// Invocations of a subgroup, at most MAX_LANES.
override LANES: u32;
// At most MAX_BLOCKS and MAX_QUADS.
override BLOCKS: u32;
override QUADS: u32;
override COLUMNS: u32 = 4u * QUADS;

const MAX_LANES = 8u;
const MAX_BLOCKS = 4u;
const MAX_QUADS = 2u;

// Elements of one row of the right operand: an invocation's columns, LANES apart.
alias Columns = array<vec4f, MAX_QUADS>;

// The invocation's columns of the tile.
var<private> sums: array<Columns, MAX_BLOCKS * MAX_LANES>;

fn add_block(block: u32, left: f32, right: Columns) {
  for (var row = 0u; row < LANES; row++) {
    let element = subgroupShuffle(left, row);
    for (var quad = 0u; quad < QUADS; quad++) {
      sums[block * LANES + row][quad] += element * right[quad];
    }
  }
}

// Adds the product of a column of the left operand, of which each invocation gives its row of each
// block, and a row of the right one. Control flow must be uniform.
fn add_products(left: vec4f, right: Columns) {
  // Not a loop: it would be too large for the driver to unroll, and sums would live in memory.
  add_block(0u, left.x, right);
  if (BLOCKS > 1u) {
    add_block(1u, left.y, right);
  }
  if (BLOCKS > 2u) {
    add_block(2u, left.z, right);
  }
  if (BLOCKS > 3u) {
    add_block(3u, left.w, right);
  }
}

// The sum at a row and a column of the tile; columns count those of the invocation.
fn tile_sum(row: u32, column: u32) -> f32 {
  return sums[row][column / 4u][column % 4u];
}
