// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct binary {
  const float* __restrict a;
  const float* __restrict b;
  float* __restrict y;
  uint32_t op;
  uint32_t size0;
  uint32_t size1;
  uint32_t size2;
  uint32_t size3;
  uint32_t a_stride0;
  uint32_t a_stride1;
  uint32_t a_stride2;
  uint32_t a_stride3;
  uint32_t b_stride0;
  uint32_t b_stride1;
  uint32_t b_stride2;
  uint32_t b_stride3;

  static constexpr const char* kernel_name = "binary";
  static constexpr uint32_t buffer_count = 3;
  static constexpr uint32_t word_count = 13;
  static binary from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            static_cast<float*>(buffers[2]),
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
            std::bit_cast<uint32_t>(words[12])};
  }
};

}  // namespace skein::params
