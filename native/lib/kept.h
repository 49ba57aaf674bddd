// Values that a kernel derives from its inputs, made once where a number stands for these very inputs.
#pragma once
#include <cstddef>
#include <cstdint>

#include "kept_blocks.h"
#include "lib/workspace.h"

namespace skein::SKEIN_SIMD {

// `floats` floats for a number, written by fill(memory) where they are not there yet; in the thread's block for `slot`
// where the number is 0, or too much is kept.
template <typename Fill>
static const float* kept_floats(uint32_t number, Layout layout, Slot slot, size_t floats, Fill&& fill) {
  if (number != 0) {
    if (const float* found = kept_blocks().find(number, layout, floats)) return found;
    if (float* memory = kept_blocks().make(number, layout, floats)) {
      try {
        fill(memory);
      } catch (...) {
        kept_blocks().forget(number);
        throw;
      }
      return memory;
    }
  }
  float* memory = workspace(slot, floats);
  fill(memory);
  return memory;
}

}  // namespace skein::SKEIN_SIMD
