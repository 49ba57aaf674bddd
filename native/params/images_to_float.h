// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct images_to_float {
  const uint8_t* __restrict pixels;
  const uint32_t* __restrict index;
  float* __restrict y;
  uint32_t images;
  uint32_t height;
  uint32_t width;
  uint32_t channels;
  uint32_t count;
  float mean;
  float rstd;

  static constexpr const char* kernel_name = "images_to_float";
  static constexpr uint32_t buffer_count = 3;
  static constexpr uint32_t word_count = 7;
  static images_to_float from(void* const* buffers, const uint32_t* words) {
    return {static_cast<uint8_t*>(buffers[0]),
            static_cast<uint32_t*>(buffers[1]),
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
