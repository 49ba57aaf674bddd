// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct sgd {
  const float* __restrict grad;
  float* __restrict param;
  float* __restrict velocity;
  uint32_t count;
  float lr;
  float momentum;
  float weight_decay;
  uint32_t nesterov;

  static constexpr const char* kernel_name = "sgd";
  static constexpr uint32_t buffer_count = 3;
  static constexpr uint32_t word_count = 5;
  static sgd from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            static_cast<float*>(buffers[2]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<float>(words[1]),
            std::bit_cast<float>(words[2]),
            std::bit_cast<float>(words[3]),
            std::bit_cast<uint32_t>(words[4])};
  }
};

}  // namespace skein::params
