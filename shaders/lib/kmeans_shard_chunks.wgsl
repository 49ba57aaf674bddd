// Chunks of the rows of shards, as many for each. What a shard's chunks are depends on its rows alone.
// The kernel has parameters rows, clusters, shards and filled: see src/kernels/kmeans_shards.ts.

fn shard_rows(shard: u32) -> u32 {
  return params.filled / params.shards + u32(shard < params.filled % params.shards);
}

// 16 chunks, or fewer so that the partial sums take at most a quarter of x's memory.
fn chunk_rows(rows: u32) -> u32 {
  return max(max(1024u, (rows + 15u) / 16u), 4u * params.clusters);
}

fn chunks_of(rows: u32) -> u32 {
  return max(1u, (rows + chunk_rows(rows) - 1u) / chunk_rows(rows));
}

// A shard that has one row less than others may leave its last chunk empty.
fn shard_chunks() -> u32 {
  return max(chunks_of(params.filled / params.shards), chunks_of((params.filled + params.shards - 1u) / params.shards));
}

fn chunk_count() -> u32 {
  return params.shards * shard_chunks();
}

// From which place to before which.
fn chunk_range(chunk: u32) -> vec2u {
  let shard = chunk / shard_chunks();
  let rows = shard_rows(shard);
  let first = chunk % shard_chunks() * chunk_rows(rows);
  return shard * (params.rows / params.shards) + min(vec2u(rows), vec2u(first, first + chunk_rows(rows)));
}
