// Chunks of all rows. The kernel has parameters rows and clusters.

// So many that the partial sums take at most a quarter of x's memory.
fn chunk_rows() -> u32 {
  return max(max(1024u, (params.rows + 255u) / 256u), 4u * params.clusters);
}

fn chunk_count() -> u32 {
  return (params.rows + chunk_rows() - 1u) / chunk_rows();
}

// From which row to before which.
fn chunk_range(chunk: u32) -> vec2u {
  return vec2u(chunk * chunk_rows(), min(params.rows, (chunk + 1u) * chunk_rows()));
}
