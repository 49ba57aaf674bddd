// All rows as one shard. The kernel has parameters rows and channels.
#import row_parts

fn shard_count() -> u32 {
  return 1u;
}

fn shard_rows(shard: u32) -> u32 {
  return params.rows;
}

fn shard_first(shard: u32) -> u32 {
  return 0u;
}
