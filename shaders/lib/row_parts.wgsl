// Rows of shards in blocks, which begin with their shard: what a block's invocation computes depends on the shard's rows alone.
// The kernel has the parameter channels. Imported by row_shards and whole_rows, which say what a shard is.

// Rows of one invocation, and of one partial sum.
override ROW_BLOCK: u32;

// The first shard is the longest.
fn most_blocks() -> u32 {
  return shard_blocks(0u);
}

fn shard_blocks(shard: u32) -> u32 {
  return (shard_rows(shard) + ROW_BLOCK - 1u) / ROW_BLOCK;
}

// Rows of a block of a shard.
fn block_rows(shard: u32, block: u32) -> u32 {
  let begin = block * ROW_BLOCK;
  return min(max(shard_rows(shard), begin) - begin, ROW_BLOCK);
}

// Where the two partial sums of a shard's block and channel are: the second is a row of channels after it.
fn partial_at(shard: u32, block: u32, channel: u32) -> u32 {
  return 2u * (shard * most_blocks() + block) * params.channels + channel;
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
  let block = id / params.channels % most_blocks();
  let shard = id / params.channels / most_blocks();
  let first = shard_first(shard) + block * ROW_BLOCK;
  let count = select(0u, block_rows(shard, block), shard < shard_count());
  return Part(channel, first * params.channels + channel, count, partial_at(shard, block, channel));
}
