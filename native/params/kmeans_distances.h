// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct kmeans_distances {
  const float* __restrict x;
  const float* __restrict source;
  const uint32_t* __restrict index;
  const float* __restrict closest;
  float* __restrict distance;
  float* __restrict sums;
  uint32_t rows;
  uint32_t cols;
  uint32_t points;
  uint32_t candidates;

  static constexpr const char* kernel_name = "kmeans_distances";
  static constexpr uint32_t buffer_count = 6;
  static constexpr uint32_t word_count = 4;
  static kmeans_distances from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            static_cast<uint32_t*>(buffers[2]),
            static_cast<float*>(buffers[3]),
            static_cast<float*>(buffers[4]),
            static_cast<float*>(buffers[5]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<uint32_t>(words[2]),
            std::bit_cast<uint32_t>(words[3])};
  }
};

}  // namespace skein::params
