// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct batch_norm_backward_sums {
  const float* __restrict dy;
  const float* __restrict x;
  const float* __restrict gamma;
  const float* __restrict beta;
  const float* __restrict stats;
  float* __restrict sums;
  uint32_t rows;
  uint32_t channels;
  uint32_t relu;
  uint32_t unit;
  uint32_t shards;
  uint32_t longer;

  static constexpr const char* kernel_name = "batch_norm_backward_sums";
  static constexpr uint32_t buffer_count = 6;
  static constexpr uint32_t word_count = 6;
  static batch_norm_backward_sums from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            static_cast<float*>(buffers[2]),
            static_cast<float*>(buffers[3]),
            static_cast<float*>(buffers[4]),
            static_cast<float*>(buffers[5]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<uint32_t>(words[2]),
            std::bit_cast<uint32_t>(words[3]),
            std::bit_cast<uint32_t>(words[4]),
            std::bit_cast<uint32_t>(words[5])};
  }
};

}  // namespace skein::params
