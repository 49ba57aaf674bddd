// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct batch_norm_backward_input {
  const float* __restrict dy;
  const float* __restrict x;
  const float* __restrict gamma;
  const float* __restrict beta;
  const float* __restrict stats;
  const float* __restrict dgamma;
  const float* __restrict dbeta;
  float* __restrict dx;
  uint32_t rows;
  uint32_t channels;
  uint32_t relu;
  uint32_t total;

  static constexpr const char* kernel_name = "batch_norm_backward_input";
  static constexpr uint32_t buffer_count = 8;
  static constexpr uint32_t word_count = 4;
  static batch_norm_backward_input from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            static_cast<float*>(buffers[2]),
            static_cast<float*>(buffers[3]),
            static_cast<float*>(buffers[4]),
            static_cast<float*>(buffers[5]),
            static_cast<float*>(buffers[6]),
            static_cast<float*>(buffers[7]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<uint32_t>(words[2]),
            std::bit_cast<uint32_t>(words[3])};
  }
};

}  // namespace skein::params
