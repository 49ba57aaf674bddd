// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct strided_copy {
  const float* __restrict x;
  float* __restrict y;
  uint32_t size0;
  uint32_t size1;
  uint32_t size2;
  uint32_t size3;
  uint32_t x_offset;
  uint32_t x_stride0;
  uint32_t x_stride1;
  uint32_t x_stride2;
  uint32_t x_stride3;
  uint32_t y_offset;
  uint32_t y_stride0;
  uint32_t y_stride1;
  uint32_t y_stride2;
  uint32_t y_stride3;

  static constexpr const char* kernel_name = "strided_copy";
  static constexpr uint32_t buffer_count = 2;
  static constexpr uint32_t word_count = 14;
  static strided_copy from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<uint32_t>(words[2]),
            std::bit_cast<uint32_t>(words[3]),
            std::bit_cast<uint32_t>(words[4]),
            std::bit_cast<uint32_t>(words[5]),
            std::bit_cast<uint32_t>(words[6]),
            std::bit_cast<uint32_t>(words[7]),
            std::bit_cast<uint32_t>(words[8]),
            std::bit_cast<uint32_t>(words[9]),
            std::bit_cast<uint32_t>(words[10]),
            std::bit_cast<uint32_t>(words[11]),
            std::bit_cast<uint32_t>(words[12]),
            std::bit_cast<uint32_t>(words[13])};
  }
};

}  // namespace skein::params
