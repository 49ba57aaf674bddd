// What the group norm kernels share: which elements an invocation or a workgroup has.
// The kernel has parameters batch, positions, channels and groups. The importing shader declares
// `override BLOCK: u32`, the positions of one invocation.

// What an invocation has: a channel in a block of positions of a sample.
struct Part {
  sample: u32,
  block: u32,
  channel: u32,
  // Which of the samples' and channels' groups.
  group: u32,
  // The first element, and how many there are, a row of channels apart.
  start: u32,
  count: u32,
}

fn blocks() -> u32 {
  return (params.positions + BLOCK - 1u) / BLOCK;
}

fn block_size(block: u32) -> u32 {
  return min(params.positions - block * BLOCK, BLOCK);
}

// Count is 0 for invocations that only fill the grid.
fn part_of(id: u32) -> Part {
  let channel = id % params.channels;
  let block = id / params.channels % blocks();
  let sample = id / params.channels / blocks();
  let group = sample * params.groups + channel / (params.channels / params.groups);
  let start = (sample * params.positions + block * BLOCK) * params.channels + channel;
  return Part(sample, block, channel, group, start, select(0u, block_size(block), sample < params.batch));
}

// Where the two sums of a sample's block and channel are: the second is a row of channels after it.
fn partial_at(sample: u32, block: u32, channel: u32) -> u32 {
  return 2u * (sample * blocks() + block) * params.channels + channel;
}
