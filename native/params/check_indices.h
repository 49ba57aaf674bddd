// Generated from src/kernels by `npm run generate`: do not edit.
#pragma once
#include <bit>
#include <cstdint>

namespace skein::params {

struct check_indices {
  const uint32_t* __restrict index;
  uint32_t* __restrict words;
  uint32_t count;
  uint32_t below;
  uint32_t except;
  uint32_t source;
  uint32_t epoch;

  static constexpr const char* kernel_name = "check_indices";
  static constexpr uint32_t buffer_count = 2;
  static constexpr uint32_t word_count = 5;
  static check_indices from(void* const* buffers, const uint32_t* words) {
    return {static_cast<uint32_t*>(buffers[0]),
            static_cast<uint32_t*>(buffers[1]),
            std::bit_cast<uint32_t>(words[0]),
            std::bit_cast<uint32_t>(words[1]),
            std::bit_cast<uint32_t>(words[2]),
            std::bit_cast<uint32_t>(words[3]),
            std::bit_cast<uint32_t>(words[4])};
  }
};

}  // namespace skein::params
