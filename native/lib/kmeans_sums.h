// Means of the rows of each cluster, from sums over chunks of rows: their order does not depend on the threads.
#pragma once
#include "lib/reduce.h"
#include "lib/simd.h"
#include "lib/sizes.h"
#include "lib/workspace.h"

namespace skein::SKEIN_SIMD {

// Sums of the rows of a chunk by cluster, and how many they are.
struct ChunkSums {
  size_t cols;
  float* sums;       // [K, D]
  uint32_t* counts;  // [K]

  void add(uint32_t cluster, const float* row) const {
    float* sum = sums + cluster * cols;
    ++counts[cluster];
    for_row(cols, [&](size_t i, int n) { store_first(sum + i, load_first(sum + i, n) + load_first(row + i, n), n); });
  }
};

class ClusterSums {
 public:
  // Chunks of whole blocks of `block` rows. Takes the calling thread's workspace, slot partial.
  ClusterSums(size_t rows, size_t cols, size_t clusters, size_t block) : rows_(rows), cols_(cols), clusters_(clusters) {
    // So many rows that the partial sums take at most a quarter of x's memory, and that there are 128 at most.
    const size_t least = larger(larger(512, ceil_div(rows, 128)), 4 * clusters);
    chunk_rows_ = ceil_div(least, block) * block;
    chunks_ = ceil_div(rows, chunk_rows_);
    sums_ = workspace(Slot::partial, chunks_ * clusters * (cols + 1));
    counts_ = reinterpret_cast<uint32_t*>(sums_ + chunks_ * clusters * cols);
  }

  // body(begin, end, sums) for each chunk of rows, its sums zero at first.
  template <typename Body>
  void for_chunks(Pool& pool, const Body& body) const {
    pool.parallel_ranges(rows_, chunk_rows_, [&](size_t begin, size_t end) {
      const size_t first = begin / chunk_rows_ * clusters_;
      const ChunkSums chunk{cols_, sums_ + first * cols_, counts_ + first};
      __builtin_memset(chunk.sums, 0, clusters_ * cols_ * sizeof(float));
      __builtin_memset(chunk.counts, 0, clusters_ * sizeof(uint32_t));
      body(begin, end, chunk);
    });
  }

  // means [K, D] of all chunks' rows, those of `empty` [K, D] where there are none, and counts [K].
  void means(Pool& pool, const float* empty, float* means, uint32_t* counts) const {
    pool.parallel_for(clusters_, [&](size_t cluster) {
      uint32_t count = 0;
      for (size_t chunk = 0; chunk < chunks_; ++chunk) count += counts_[chunk * clusters_ + cluster];
      counts[cluster] = count;
      for_row(cols_, [&](size_t i, int n) {
        vf total{};
        for (size_t chunk = 0; chunk < chunks_; ++chunk) {
          total += load_first(sums_ + (chunk * clusters_ + cluster) * cols_ + i, n);
        }
        const size_t at = cluster * cols_ + i;
        store_first(means + at, count == 0 ? load_first(empty + at, n) : total / static_cast<float>(count), n);
      });
    });
  }

 private:
  size_t rows_;
  size_t cols_;
  size_t clusters_;
  size_t chunk_rows_;
  size_t chunks_;
  float* sums_;       // [chunks, K, D]
  uint32_t* counts_;  // [chunks, K]
};

}  // namespace skein::SKEIN_SIMD
