// How conv2d_backward_weight cuts the pixels of dy: into shards of whole images, each of these into chunks. The chunks
// of a shard follow from its own images.
#import conv2d

// The most chunks of a shard.
override MOST_CHUNKS: u32;
// Pixels from which a chunk is worth a workgroup.
override CHUNK_PIXELS: u32;

// Where pixels begin, and where they end.
struct Pixels {
  begin: u32,
  end: u32,
}

fn shard_count() -> u32 {
  return max(params.shards, 1u);
}

fn shard_pixels(shard: u32) -> Pixels {
  let pixels = params.out_height * params.out_width;
  let images = (params.batch - params.longer) / shard_count();
  let first = params.first + shard * images + min(shard, params.longer);
  let end = first + images + select(0u, 1u, shard < params.longer);
  return Pixels(first * pixels, end * pixels);
}

fn chunks_of(shard: Pixels) -> u32 {
  return clamp((shard.end - shard.begin + CHUNK_PIXELS - 1u) / CHUNK_PIXELS, 1u, MOST_CHUNKS);
}

// Chunks that `partial` has room for in each shard: those of the first one, which is the longest.
fn chunk_room() -> u32 {
  return chunks_of(shard_pixels(0u));
}

// None where the shard has fewer chunks.
fn chunk_pixels(shard: u32, chunk: u32) -> Pixels {
  let all = shard_pixels(shard);
  let chunks = chunks_of(all);
  let length = (all.end - all.begin + chunks - 1u) / chunks;
  return Pixels(min(all.end, all.begin + chunk * length), min(all.end, all.begin + (chunk + 1u) * length));
}
