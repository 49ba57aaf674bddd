// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct group_norm_backward {
  const float* __restrict dy;
  const float* __restrict x;
  const float* __restrict gamma;
  const float* __restrict stats;
  float* __restrict dx;
  float* __restrict dgamma;
  float* __restrict dbeta;
  uint32_t batch;
  uint32_t positions;
  uint32_t channels;
  uint32_t groups;

  static constexpr const char* kernel_name = "group_norm_backward";
  static constexpr uint32_t buffer_count = 7;
  static constexpr uint32_t word_count = 4;
  static group_norm_backward from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            static_cast<float*>(buffers[2]),
            static_cast<float*>(buffers[3]),
            static_cast<float*>(buffers[4]),
            static_cast<float*>(buffers[5]),
            static_cast<float*>(buffers[6]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<uint32_t>(words[2]),
            std::bit_cast<uint32_t>(words[3])};
  }
};

}  // namespace skein::params
