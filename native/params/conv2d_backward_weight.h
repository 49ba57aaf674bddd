// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct conv2d_backward_weight {
  const float* __restrict dy;
  const float* __restrict x;
  float* __restrict dweight;
  float* __restrict dbias;
  uint32_t batch;
  uint32_t height;
  uint32_t width;
  uint32_t in_channels;
  uint32_t out_height;
  uint32_t out_width;
  uint32_t out_channels;
  uint32_t kernel_h;
  uint32_t kernel_w;
  uint32_t stride_h;
  uint32_t stride_w;
  uint32_t pad_h;
  uint32_t pad_w;
  uint32_t dilation_h;
  uint32_t dilation_w;
  uint32_t groups;
  uint32_t has_bias;
  uint32_t first;
  uint32_t shards;
  uint32_t longer;

  static constexpr const char* kernel_name = "conv2d_backward_weight";
  static constexpr uint32_t buffer_count = 4;
  static constexpr uint32_t word_count = 20;
  static conv2d_backward_weight from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            static_cast<float*>(buffers[2]),
            static_cast<float*>(buffers[3]),
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
            std::bit_cast<uint32_t>(words[13]),
            std::bit_cast<uint32_t>(words[14]),
            std::bit_cast<uint32_t>(words[15]),
            std::bit_cast<uint32_t>(words[16]),
            std::bit_cast<uint32_t>(words[17]),
            std::bit_cast<uint32_t>(words[18]),
            std::bit_cast<uint32_t>(words[19])};
  }
};

}  // namespace skein::params
