// One of Lloyd's iterations over a chunk of rows.
#pragma once
#include "lib/kmeans_nearest.h"
#include "lib/kmeans_sums.h"

namespace skein::SKEIN_SIMD {

// Adds the rows of x from `begin` to before `end` to the sums of their nearest centres, a block at a time: it is still
// in the cache.
static inline void add_nearest(const Centers& centers, const float* x, size_t begin, size_t end,
                               const ChunkSums& chunk) {
  for (size_t first = begin; first < end; first += kBlockRows) {
    const float* block = x + first * centers.cols;
    const size_t count = smaller(kBlockRows, end - first);
    uint32_t label[kBlockRows];
    nearest_centers(centers, block, count, end - first, label);
    for (size_t row = 0; row < count; ++row) chunk.add(label[row], block + row * centers.cols);
  }
}

}  // namespace skein::SKEIN_SIMD
