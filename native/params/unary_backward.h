// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct unary_backward {
  const float* __restrict dy;
  const float* __restrict x;
  const float* __restrict y;
  float* __restrict dx;
  uint32_t count;
  uint32_t op;
  float alpha;

  static constexpr const char* kernel_name = "unary_backward";
  static constexpr uint32_t buffer_count = 4;
  static constexpr uint32_t word_count = 3;
  static unary_backward from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            static_cast<float*>(buffers[2]),
            static_cast<float*>(buffers[3]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<float>(words[2])};
  }
};

}  // namespace skein::params
