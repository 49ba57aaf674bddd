// Sums of the rows of each cluster in each of some shards, from sums over chunks of a shard's rows. What a shard's
// chunks are depends on its rows alone.
#pragma once
#include "lib/kmeans_sums.h"

namespace skein::SKEIN_SIMD {

// Params as src/kernels/kmeans_shards.ts describes them.
template <typename Params>
class ShardSums {
 public:
  // Chunks of whole blocks of `block` rows. Takes the calling thread's workspace, slot partial.
  ShardSums(const Params& k, size_t block) : k_(k), longer_(k.filled % k.shards) {
    const size_t rows = k.filled / k.shards;
    shapes_[0] = shape_of(rows, block);
    shapes_[1] = shape_of(rows + 1, block);
    chunks_ = longer_ * shapes_[1].chunks + (k.shards - longer_) * shapes_[0].chunks;
    sums_ = workspace(Slot::partial, chunks_ * k.clusters * (k.cols + 1));
    counts_ = reinterpret_cast<uint32_t*>(sums_ + chunks_ * k.clusters * k.cols);
  }

  // body(begin, end, sums) for each chunk of rows, its sums zero at first.
  template <typename Body>
  void for_chunks(Pool& pool, const Body& body) const {
    pool.parallel_for(chunks_, [&](size_t chunk) {
      const size_t in_longer = longer_ * shapes_[1].chunks;
      const Shape& shape = shapes_[chunk < in_longer];
      const size_t at = chunk < in_longer ? chunk : chunk - in_longer;
      const size_t shard = at / shape.chunks + (chunk < in_longer ? 0 : longer_);
      const size_t begin = at % shape.chunks * shape.chunk_rows;
      const size_t end = smaller(shape.rows, begin + shape.chunk_rows);
      const ChunkSums sums{k_.cols, sums_ + chunk * k_.clusters * k_.cols, counts_ + chunk * k_.clusters};
      __builtin_memset(sums.sums, 0, k_.clusters * k_.cols * sizeof(float));
      __builtin_memset(sums.counts, 0, k_.clusters * sizeof(uint32_t));
      const size_t first = shard * (k_.rows / k_.shards);
      body(first + begin, first + end, sums);
    });
  }

  // sums [S, K, D] of the shards, and counts [K] of all of them.
  void finish(Pool& pool) const {
    pool.parallel_for(k_.shards * k_.clusters, [&](size_t i) {
      const size_t shard = i / k_.clusters, cluster = i % k_.clusters;
      const size_t chunks = shapes_[shard < longer_].chunks;
      const size_t first = shard < longer_ ? shard * chunks : longer_ * shapes_[1].chunks + (shard - longer_) * chunks;
      for_row(k_.cols, [&](size_t c, int n) {
        vf total{};
        for (size_t chunk = first; chunk < first + chunks; ++chunk) {
          total += load_first(sums_ + (chunk * k_.clusters + cluster) * k_.cols + c, n);
        }
        store_first(k_.sums + i * k_.cols + c, total, n);
      });
      if (shard > 0) return;
      uint32_t count = 0;
      for (size_t chunk = 0; chunk < chunks_; ++chunk) count += counts_[chunk * k_.clusters + cluster];
      k_.counts[cluster] = count;
    });
  }

 private:
  struct Shape {
    size_t rows;
    size_t chunk_rows;
    size_t chunks;
  };

  // 16 chunks, or fewer so that the partial sums take at most a quarter of x's memory.
  Shape shape_of(size_t rows, size_t block) const {
    const size_t least = larger(larger(512, ceil_div(rows, 16)), 4 * k_.clusters);
    const size_t chunk_rows = ceil_div(least, block) * block;
    return {rows, chunk_rows, ceil_div(rows, chunk_rows)};
  }

  const Params& k_;
  const size_t longer_;
  // Of shards with rows rounded down, and of those with one more.
  Shape shapes_[2];
  size_t chunks_;
  float* sums_;       // [chunks, K, D]
  uint32_t* counts_;  // [chunks, K]
};

}  // namespace skein::SKEIN_SIMD
