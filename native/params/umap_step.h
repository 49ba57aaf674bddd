// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct umap_step {
  const float* __restrict y;
  const float* __restrict z;
  const uint32_t* __restrict starts;
  const uint32_t* __restrict targets;
  const float* __restrict chance;
  float* __restrict moved;
  uint32_t rows;
  uint32_t others;
  uint32_t edges;
  uint32_t components;
  uint32_t epoch;
  uint32_t negatives;
  uint32_t seed;
  float a;
  float b;
  float rate;
  float pull;

  static constexpr const char* kernel_name = "umap_step";
  static constexpr uint32_t buffer_count = 6;
  static constexpr uint32_t word_count = 11;
  static umap_step from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            static_cast<uint32_t*>(buffers[2]),
            static_cast<uint32_t*>(buffers[3]),
            static_cast<float*>(buffers[4]),
            static_cast<float*>(buffers[5]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<uint32_t>(words[2]),
            std::bit_cast<uint32_t>(words[3]),
            std::bit_cast<uint32_t>(words[4]),
            std::bit_cast<uint32_t>(words[5]),
            std::bit_cast<uint32_t>(words[6]),
            std::bit_cast<float>(words[7]),
            std::bit_cast<float>(words[8]),
            std::bit_cast<float>(words[9]),
            std::bit_cast<float>(words[10])};
  }
};

}  // namespace skein::params
