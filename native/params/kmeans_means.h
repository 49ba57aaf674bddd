// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct kmeans_means {
  const float* __restrict sums;
  const uint32_t* __restrict counts;
  const float* __restrict centers;
  float* __restrict moved;
  uint32_t cols;
  uint32_t clusters;

  static constexpr const char* kernel_name = "kmeans_means";
  static constexpr uint32_t buffer_count = 4;
  static constexpr uint32_t word_count = 2;
  static kmeans_means from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<uint32_t*>(buffers[1]),
            static_cast<float*>(buffers[2]),
            static_cast<float*>(buffers[3]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1])};
  }
};

}  // namespace skein::params
