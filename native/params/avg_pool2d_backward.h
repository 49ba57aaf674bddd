// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct avg_pool2d_backward {
  const float* __restrict dy;
  float* __restrict dx;
  uint32_t batch;
  uint32_t height;
  uint32_t width;
  uint32_t channels;
  uint32_t out_height;
  uint32_t out_width;
  uint32_t kernel_h;
  uint32_t kernel_w;
  uint32_t stride_h;
  uint32_t stride_w;
  uint32_t pad_h;
  uint32_t pad_w;
  uint32_t count_include_pad;

  static constexpr const char* kernel_name = "avg_pool2d_backward";
  static constexpr uint32_t buffer_count = 2;
  static constexpr uint32_t word_count = 13;
  static avg_pool2d_backward from(void* const* buffers, const uint32_t* words) {
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
            std::bit_cast<uint32_t>(words[12])};
  }
};

}  // namespace skein::params
