// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct kmeans_shard_sums {
  const float* __restrict x;
  const uint32_t* __restrict label;
  float* __restrict sums;
  uint32_t* __restrict counts;
  uint32_t rows;
  uint32_t cols;
  uint32_t clusters;
  uint32_t shards;
  uint32_t filled;

  static constexpr const char* kernel_name = "kmeans_shard_sums";
  static constexpr uint32_t buffer_count = 4;
  static constexpr uint32_t word_count = 5;
  static kmeans_shard_sums from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<uint32_t*>(buffers[1]),
            static_cast<float*>(buffers[2]),
            static_cast<uint32_t*>(buffers[3]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<uint32_t>(words[2]),
            std::bit_cast<uint32_t>(words[3]),
            std::bit_cast<uint32_t>(words[4])};
  }
};

}  // namespace skein::params
