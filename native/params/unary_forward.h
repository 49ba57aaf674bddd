// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct unary_forward {
  const float* __restrict x;
  float* __restrict y;
  uint32_t count;
  uint32_t op;
  float alpha;

  static constexpr const char* kernel_name = "unary_forward";
  static constexpr uint32_t buffer_count = 2;
  static constexpr uint32_t word_count = 3;
  static unary_forward from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<float>(words[2])};
  }
};

}  // namespace skein::params
