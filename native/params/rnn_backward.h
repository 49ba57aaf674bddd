// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct rnn_backward {
  const float* __restrict dy;
  const float* __restrict dfinal;
  float* __restrict gates;
  const float* __restrict weight_hh;
  const float* __restrict saved;
  const uint32_t* __restrict lengths;
  float* __restrict dinitial;
  uint32_t batch;
  uint32_t steps;
  uint32_t hidden;
  uint32_t directions;
  uint32_t reversed;
  uint32_t has_lengths;
  uint32_t whole;
  uint32_t nonlinearity;
  uint32_t step;

  static constexpr const char* kernel_name = "rnn_backward";
  static constexpr uint32_t buffer_count = 7;
  static constexpr uint32_t word_count = 9;
  static rnn_backward from(void* const* buffers, const uint32_t* words) {
    return {static_cast<float*>(buffers[0]),
            static_cast<float*>(buffers[1]),
            static_cast<float*>(buffers[2]),
            static_cast<float*>(buffers[3]),
            static_cast<float*>(buffers[4]),
            static_cast<uint32_t*>(buffers[5]),
            static_cast<float*>(buffers[6]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<uint32_t>(words[2]),
            std::bit_cast<uint32_t>(words[3]),
            std::bit_cast<uint32_t>(words[4]),
            std::bit_cast<uint32_t>(words[5]),
            std::bit_cast<uint32_t>(words[6]),
            std::bit_cast<uint32_t>(words[7]),
            std::bit_cast<uint32_t>(words[8])};
  }
};

}  // namespace skein::params
