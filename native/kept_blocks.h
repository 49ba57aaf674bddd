// What kernels derive from values that do not change, such as packed weights, kept from run to run under a number that
// stands for these very values. lib/kept.h is how kernels use it.
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>

#include "block.h"

namespace skein {

// How the values lie: one number may be asked for in several ways.
enum class Layout : uint32_t { panels, transposed_panels, winograd };

class KeptBlocks {
 public:
  // What is kept under a number; null where nothing of this layout and size is.
  const float* find(uint32_t number, Layout layout, size_t floats);
  // Memory to be filled for a number; null where too much is kept. Throws std::bad_alloc.
  float* make(uint32_t number, Layout layout, size_t floats);
  // Frees all that is kept under a number.
  void forget(uint32_t number);

 private:
  struct Entry {
    Block memory;
    size_t floats = 0;
    uint64_t used = 0;
  };
  using Entries = std::map<std::pair<uint32_t, Layout>, Entry>;

  Entries::iterator erase(Entries::iterator at);
  // What nobody asked for in the last kOld calls: of a model that is gone and was not released.
  void forget_old();

  Entries entries_;
  size_t total_ = 0;
  uint64_t now_ = 0;
};

// The calling thread's, until it ends: each device's thread has its own.
KeptBlocks& kept_blocks();

}  // namespace skein
