// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct augment_images {
  const uint8_t* __restrict pixels;
  const uint32_t* __restrict index;
  float* __restrict y;
  uint32_t images;
  uint32_t height;
  uint32_t width;
  uint32_t channels;
  uint32_t count;
  uint32_t first;
  uint32_t seed;
  uint32_t offset;
  float mean;
  float rstd;
  float rotation;
  float log_scale;
  float shear;
  float translation;
  float elastic;
  uint32_t grid;
  float flip;
  float crop;
  uint32_t fill;
  float brightness;
  float contrast;
  float saturation;
  float hue;
  float grey;
  uint32_t erase_rows;

  static constexpr const char* kernel_name = "augment_images";
  static constexpr uint32_t buffer_count = 3;
  static constexpr uint32_t word_count = 25;
  static augment_images from(void* const* buffers, const uint32_t* words) {
    return {static_cast<uint8_t*>(buffers[0]),
            static_cast<uint32_t*>(buffers[1]),
            static_cast<float*>(buffers[2]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<uint32_t>(words[2]),
            std::bit_cast<uint32_t>(words[3]),
            std::bit_cast<uint32_t>(words[4]),
            std::bit_cast<uint32_t>(words[5]),
            std::bit_cast<uint32_t>(words[6]),
            std::bit_cast<uint32_t>(words[7]),
            std::bit_cast<float>(words[8]),
            std::bit_cast<float>(words[9]),
            std::bit_cast<float>(words[10]),
            std::bit_cast<float>(words[11]),
            std::bit_cast<float>(words[12]),
            std::bit_cast<float>(words[13]),
            std::bit_cast<float>(words[14]),
            std::bit_cast<uint32_t>(words[15]),
            std::bit_cast<float>(words[16]),
            std::bit_cast<float>(words[17]),
            std::bit_cast<uint32_t>(words[18]),
            std::bit_cast<float>(words[19]),
            std::bit_cast<float>(words[20]),
            std::bit_cast<float>(words[21]),
            std::bit_cast<float>(words[22]),
            std::bit_cast<float>(words[23]),
            std::bit_cast<uint32_t>(words[24])};
  }
};

}  // namespace skein::params
