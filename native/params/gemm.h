// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct gemm {
  const float* __restrict a;
  const float* __restrict b;
  const float* __restrict bias;
  float* __restrict c;
  uint32_t batch;
  uint32_t m;
  uint32_t n;
  uint32_t k;
  uint32_t trans_a;
  uint32_t trans_b;
  uint32_t lda;
  uint32_t ldb;
  uint32_t ldc;
  uint32_t a_offset;
  uint32_t b_offset;
  uint32_t c_offset;
  uint32_t a_stride;
  uint32_t b_stride;
  uint32_t c_stride;
  uint32_t bias_stride;
  uint32_t has_bias;
  uint32_t accumulate;
  uint32_t b_number;

  static constexpr const char* kernel_name = "gemm";
  static constexpr uint32_t buffer_count = 4;
  static constexpr uint32_t word_count = 19;
  static gemm from(void* const* buffers, const uint32_t* words) {
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
            std::bit_cast<uint32_t>(words[18])};
  }
};

}  // namespace skein::params
