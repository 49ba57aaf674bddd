// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct lstm_forward {
  float* __restrict gates;
  const float* __restrict weight_hh;
  const float* __restrict bias_hh;
  const float* __restrict initial;
  const uint32_t* __restrict lengths;
  float* __restrict y;
  float* __restrict saved;
  float* __restrict final_state;
  uint32_t batch;
  uint32_t steps;
  uint32_t hidden;
  uint32_t directions;
  uint32_t reversed;
  uint32_t has_lengths;
  uint32_t whole;
  uint32_t step;

  static constexpr const char* kernel_name = "lstm_forward";
  static constexpr uint32_t buffer_count = 8;
  static constexpr uint32_t word_count = 8;
  static lstm_forward from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            static_cast<float*>(buffers[2]),
            static_cast<float*>(buffers[3]),
            static_cast<uint32_t*>(buffers[4]),
            static_cast<float*>(buffers[5]),
            static_cast<float*>(buffers[6]),
            static_cast<float*>(buffers[7]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<uint32_t>(words[2]),
            std::bit_cast<uint32_t>(words[3]),
            std::bit_cast<uint32_t>(words[4]),
            std::bit_cast<uint32_t>(words[5]),
            std::bit_cast<uint32_t>(words[6]),
            std::bit_cast<uint32_t>(words[7])};
  }
};

}  // namespace skein::params
