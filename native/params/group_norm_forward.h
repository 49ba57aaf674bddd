// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct group_norm_forward {
  const float* __restrict x;
  const float* __restrict gamma;
  const float* __restrict beta;
  float* __restrict y;
  float* __restrict stats;
  uint32_t batch;
  uint32_t positions;
  uint32_t channels;
  uint32_t groups;
  float epsilon;

  static constexpr const char* kernel_name = "group_norm_forward";
  static constexpr uint32_t buffer_count = 5;
  static constexpr uint32_t word_count = 5;
  static group_norm_forward from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            static_cast<float*>(buffers[2]),
            static_cast<float*>(buffers[3]),
            static_cast<float*>(buffers[4]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<uint32_t>(words[2]),
            std::bit_cast<uint32_t>(words[3]),
            std::bit_cast<float>(words[4])};
  }
};

}  // namespace skein::params
