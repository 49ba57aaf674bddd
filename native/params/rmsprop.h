// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct rmsprop {
  const float* __restrict grad;
  float* __restrict param;
  float* __restrict square;
  float* __restrict velocity;
  uint32_t count;
  float lr;
  float alpha;
  float epsilon;
  float momentum;
  float weight_decay;

  static constexpr const char* kernel_name = "rmsprop";
  static constexpr uint32_t buffer_count = 4;
  static constexpr uint32_t word_count = 6;
  static rmsprop from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            static_cast<float*>(buffers[2]),
            static_cast<float*>(buffers[3]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<float>(words[1]),
            std::bit_cast<float>(words[2]),
            std::bit_cast<float>(words[3]),
            std::bit_cast<float>(words[4]),
            std::bit_cast<float>(words[5])};
  }
};

}  // namespace skein::params
