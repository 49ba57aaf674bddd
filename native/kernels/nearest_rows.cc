// The `keep` points c with the greatest q c - half_norms[c] for each query q. Twin of shaders/nearest_rows.wgsl.
#include "params/nearest_rows.h"

#include <bit>

#include "kernel.h"
#include "lib/gemm.h"
#include "lib/heap.h"
#include "lib/lanes.h"
#include "lib/sizes.h"

namespace skein::SKEIN_SIMD {
namespace {

// Rows of a block: two blocks of 256 columns share the second-level cache.
constexpr size_t kBlock = 36 * 14;
// Blocks that all rows should make, so that no thread waits long for the last one.
constexpr size_t kBlocks = 32;
static_assert(kBlock % 6 == 0);

size_t block_rows(size_t rows) {
  const size_t even = ceil_div(ceil_div(rows, kBlocks), 14) * 14;
  return smaller(kBlock, even);
}

struct Range {
  size_t begin, end;
  size_t count() const { return end - begin; }
};

class Search {
 public:
  // limits: the score at each query's root.
  Search(const params::nearest_rows& k, float* limits) : k_(k), limits_(limits) {}

  void begin(Range queries) const {
    for (size_t i = queries.begin; i < queries.end; ++i) {
      heap(i).begin();
      limits_[i] = k_.score[i * k_.keep];
    }
  }
  void sort(Range queries) const {
    for (size_t i = queries.begin; i < queries.end; ++i) heap(i).sort();
  }

  // Offers each point to each query and, if `both`, the queries to the points: they are rows of one matrix then.
  void compare(Range queries, Range points, bool both) const {
    const float* a = k_.queries + queries.begin * k_.cols;
    const float* b = k_.x + points.begin * k_.cols;
    Serial serial;
    multiply(
        serial, {queries.count(), points.count(), k_.cols},
        [&](float* to, size_t row, int rows, int width, size_t depth, size_t count) {
          pack_transposed(to, width, a + row * k_.cols + depth, k_.cols, rows, count);
        },
        [&](float* to, size_t column, int columns, int width, size_t depth, size_t count) {
          pack_transposed(to, width, b + column * k_.cols + depth, k_.cols, columns, count);
        },
        [&](const float* tile, size_t stride, size_t row, int rows, size_t column, int columns) {
          for (int j = 0; j < columns; j += kLanes) {
            const int lanes = columns - j < kLanes ? columns - j : kLanes;
            take(tile + j, stride, queries.begin + row, rows, points.begin + column + j, lanes, both);
          }
        },
        reads_in_place(k_.cols) ? RowsInPlace{a, k_.cols} : RowsInPlace{});
  }

 private:
  Heap heap(size_t query) const { return {k_.score + query * k_.keep, k_.index + query * k_.keep, k_.keep}; }

  void offer(size_t query, size_t point, float score) const {
    if (k_.own && query == point) return;
    heap(query).offer(score, static_cast<uint32_t>(point));
    limits_[query] = k_.score[query * k_.keep];
  }

  // A vector of points for each of some queries.
  void take(const float* products, size_t stride, size_t query, int rows, size_t point, int lanes, bool both) const {
    const vf norms = load_first(k_.half_norms + point, lanes);
    const uint32_t present = static_cast<uint32_t>((uint64_t{1} << lanes) - 1);
    for (int i = 0; i < rows; ++i) {
      const vf product = load(products + i * stride), scores = product - norms;
      uint32_t bits = lane_bits(scores >= splat(limits_[query + i])) & present;
      for (; bits != 0; bits &= bits - 1) {
        const int lane = std::countr_zero(bits);
        offer(query + i, point + lane, scores[lane]);
      }
      if (!both) continue;
      const vf turned = product - splat(k_.half_norms[query + i]);
      bits = lane_bits(turned >= load_first(limits_ + point, lanes)) & present;
      for (; bits != 0; bits &= bits - 1) {
        const int lane = std::countr_zero(bits);
        offer(point + lane, query + i, turned[lane]);
      }
    }
  }

  const params::nearest_rows& k_;
  float* limits_;
};

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(nearest_rows, k, pool) {
  const Search search(k, workspace(Slot::shared, k.rows));
  const size_t block = block_rows(k.rows), blocks = ceil_div(k.rows, block);
  const auto rows_of = [&](size_t i) { return Range{i * block, smaller(k.rows, (i + 1) * block)}; };
  pool.parallel_for(blocks, [&](size_t i) { search.begin(rows_of(i)); });
  if (k.own) {
    // Each pair of blocks once: in a round, each block is in one pair, so that no heap has two writers.
    for (size_t round = 0; round < blocks; ++round) {
      pool.parallel_for(blocks, [&](size_t i) {
        const size_t j = (round + blocks - i) % blocks;
        if (i <= j) search.compare(rows_of(i), rows_of(j), i < j);
      });
    }
  } else {
    pool.parallel_for(blocks, [&](size_t i) {
      for (size_t point = 0; point < k.points; point += kBlock) {
        search.compare(rows_of(i), {point, smaller(k.points, point + kBlock)}, false);
      }
    });
  }
  pool.parallel_for(blocks, [&](size_t i) { search.sort(rows_of(i)); });
}
