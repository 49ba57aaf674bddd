// Rows that are cut into shards of a batch. The kernel has parameters rows, channels, unit, shards and longer.
#import row_parts

fn shard_count() -> u32 {
  return params.shards;
}

// Rows of the shards that are not longer.
fn shortest_rows() -> u32 {
  return (params.rows / params.unit - params.longer) / params.shards * params.unit;
}

fn shard_rows(shard: u32) -> u32 {
  return shortest_rows() + select(0u, params.unit, shard < params.longer);
}

fn shard_first(shard: u32) -> u32 {
  return shard * shortest_rows() + min(shard, params.longer) * params.unit;
}
