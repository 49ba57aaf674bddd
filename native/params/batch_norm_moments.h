// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct batch_norm_moments {
  const float* __restrict x;
  float* __restrict moments;
  uint32_t rows;
  uint32_t channels;
  uint32_t unit;
  uint32_t shards;
  uint32_t longer;

  static constexpr const char* kernel_name = "batch_norm_moments";
  static constexpr uint32_t buffer_count = 2;
  static constexpr uint32_t word_count = 5;
  static batch_norm_moments from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<uint32_t>(words[2]),
            std::bit_cast<uint32_t>(words[3]),
            std::bit_cast<uint32_t>(words[4])};
  }
};

}  // namespace skein::params
