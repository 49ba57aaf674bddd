// Rows that are cut into shards of a batch, and shards into blocks, which begin with their shard: what a block's invocation
// computes depends on the shard's rows alone.
// The kernel has parameters rows, channels, unit, shards and longer. The importing shader declares
// `override ROW_BLOCK: u32`, the rows of one invocation.

// Rows of the shards that are not longer.
fn shortest_rows() -> u32 {
  return (params.rows / params.unit - params.longer) / params.shards * params.unit;
}

fn shard_rows(shard: u32) -> u32 {
  return shortest_rows() + select(0u, params.unit, shard < params.longer);
}

fn shard_blocks(shard: u32) -> u32 {
  return (shard_rows(shard) + ROW_BLOCK - 1u) / ROW_BLOCK;
}

// Where the two partial sums of a shard's block and channel are: the second is a row of channels after it.
fn partial_at(shard: u32, block: u32, channel: u32) -> u32 {
  // The first shard is the longest.
  return 2u * (shard * shard_blocks(0u) + block) * params.channels + channel;
}

// What an invocation has: a channel in a block of rows.
struct Part {
  channel: u32,
  // The first element, and how many there are, a row of channels apart.
  start: u32,
  count: u32,
  // Where its partial sums go.
  to: u32,
}

// Count is 0 for invocations that only fill the grid or a shorter shard's blocks.
fn part_of(id: u32) -> Part {
  let channel = id % params.channels;
  let block = id / params.channels % shard_blocks(0u);
  let shard = id / params.channels / shard_blocks(0u);
  let begin = block * ROW_BLOCK;
  let rows = select(0u, shard_rows(shard), shard < params.shards);
  let first = shard * shortest_rows() + min(shard, params.longer) * params.unit + begin;
  let count = min(max(rows, begin) - begin, ROW_BLOCK);
  return Part(channel, first * params.channels + channel, count, partial_at(shard, block, channel));
}
