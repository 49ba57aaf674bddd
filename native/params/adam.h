// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct adam {
  const float* __restrict grad;
  float* __restrict param;
  float* __restrict m;
  float* __restrict v;
  uint32_t count;
  float lr;
  float beta1;
  float beta2;
  float epsilon;
  float weight_decay;
  float bias_correction1;
  float bias_correction2;

  static constexpr const char* kernel_name = "adam";
  static constexpr uint32_t buffer_count = 4;
  static constexpr uint32_t word_count = 8;
  static adam from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            static_cast<float*>(buffers[2]),
            static_cast<float*>(buffers[3]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<float>(words[1]),
            std::bit_cast<float>(words[2]),
            std::bit_cast<float>(words[3]),
            std::bit_cast<float>(words[4]),
            std::bit_cast<float>(words[5]),
            std::bit_cast<float>(words[6]),
            std::bit_cast<float>(words[7])};
  }
};

}  // namespace skein::params
