// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct dropout {
  const float* __restrict x;
  float* __restrict y;
  uint32_t count;
  uint32_t first;
  uint32_t skip;
  uint32_t seed;
  uint32_t stream;
  uint32_t offset;
  float rate;

  static constexpr const char* kernel_name = "dropout";
  static constexpr uint32_t buffer_count = 2;
  static constexpr uint32_t word_count = 7;
  static dropout from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<uint32_t>(words[2]),
            std::bit_cast<uint32_t>(words[3]),
            std::bit_cast<uint32_t>(words[4]),
            std::bit_cast<uint32_t>(words[5]),
            std::bit_cast<float>(words[6])};
  }
};

}  // namespace skein::params
