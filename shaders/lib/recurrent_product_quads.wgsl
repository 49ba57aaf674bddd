// Products whose weights are read from memory as they are needed: each block of four by four serves all rows.
#import recurrent_turn

// Adds what quads first .. first + count - 1 of the vectors contribute; the first of them is vectors[at].
fn add_products(sums: ptr<function, RowSums>, direction: u32, share: Share, first: u32, count: u32, at: u32) {
  // Quads past the end repeat the last one, and nobody asks for their sums.
  let quad = min(share.quad, quads() - 1u);
  let blocks = (count + SLICES - 1u - share.slice) / SLICES;
  for (var n = 0u; n < blocks; n++) {
    let k = share.slice + n * SLICES;
    let block = weight_block(direction, share.output, quad, first + k);
    for (var r = 0u; r < ROWS; r++) {
      (*sums)[r] += multiply(block, vectors[at + r * DEPTH + k]);
    }
  }
}
