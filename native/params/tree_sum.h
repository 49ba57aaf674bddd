// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct tree_sum {
  const float* __restrict x;
  float* __restrict y;
  uint32_t shards;
  uint32_t count;

  static constexpr const char* kernel_name = "tree_sum";
  static constexpr uint32_t buffer_count = 2;
  static constexpr uint32_t word_count = 2;
  static tree_sum from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1])};
  }
};

}  // namespace skein::params
