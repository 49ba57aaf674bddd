// What a kernel derives from values that do not change, such as packed weights, kept from run to run under a number that
// stands for these very values. Each device's thread has its own, until it ends.
#pragma once
#include <cstddef>
#include <cstdint>
#include <unordered_map>

#include "lib/workspace.h"

namespace skein::SKEIN_SIMD {

class Kept {
 public:
  // `floats` floats for a number, written by fill(memory) where they are not there yet; in the thread's block for `slot`
  // where the number is 0, or too much is kept.
  template <typename Fill>
  const float* get(uint32_t number, Slot slot, size_t floats, Fill&& fill) {
    ++now_;
    if (number != 0) {
      const auto found = blocks_.find(number);
      if (found != blocks_.end() && found->second.floats == floats) {
        found->second.used = now_;
        return found->second.memory.get(Slot::shared, floats);
      }
      if (found != blocks_.end()) forget(found);
      forget_old();
      if (total_ + floats <= kMost) {
        Block& block = blocks_[number];
        block.floats = floats;
        block.used = now_;
        total_ += floats;
        try {
          float* memory = block.memory.get(Slot::shared, floats);
          fill(memory);
          return memory;
        } catch (...) {
          forget(blocks_.find(number));
          throw;
        }
      }
    }
    float* memory = workspace(slot, floats);
    fill(memory);
    return memory;
  }

 private:
  struct Block {
    Workspace memory;
    size_t floats = 0;
    uint64_t used = 0;
  };
  using Blocks = std::unordered_map<uint32_t, Block>;

  void forget(Blocks::iterator at) {
    total_ -= at->second.floats;
    blocks_.erase(at);
  }

  // What nobody asked for in the last kOld calls: of a model that is gone, or was trained since.
  void forget_old() {
    for (auto at = blocks_.begin(); at != blocks_.end();) {
      const auto next = std::next(at);
      if (now_ - at->second.used > kOld) forget(at);
      at = next;
    }
  }

  // 512 MiB.
  static constexpr size_t kMost = size_t{128} << 20;
  static constexpr uint64_t kOld = 1024;

  Blocks blocks_;
  size_t total_ = 0;
  uint64_t now_ = 0;
};

// The calling thread's.
inline Kept& kept() {
  static thread_local Kept blocks;
  return blocks;
}

}  // namespace skein::SKEIN_SIMD
