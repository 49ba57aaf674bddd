// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct batch_norm_combine {
  const float* __restrict moments;
  float* __restrict stats;
  float* __restrict running;
  uint32_t channels;
  uint32_t unit;
  uint32_t shards;
  uint32_t longer;
  uint32_t examples;
  float epsilon;
  float momentum;

  static constexpr const char* kernel_name = "batch_norm_combine";
  static constexpr uint32_t buffer_count = 3;
  static constexpr uint32_t word_count = 7;
  static batch_norm_combine from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            static_cast<float*>(buffers[2]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<uint32_t>(words[2]),
            std::bit_cast<uint32_t>(words[3]),
            std::bit_cast<uint32_t>(words[4]),
            std::bit_cast<float>(words[5]),
            std::bit_cast<float>(words[6])};
  }
};

}  // namespace skein::params
