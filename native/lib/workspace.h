// Memory that kernels reuse between runs: one block per thread and slot, which only grows.
#pragma once
#include <cstddef>
#include <cstdlib>
#include <new>

namespace skein::SKEIN_SIMD {

// Who a block belongs to. The thread that calls Pool::parallel_for works on tasks as well, so
// what a kernel shares among its tasks and what a task uses alone must not meet.
enum class Slot { shared_panels, task_panels, task_tile, partial, shared, task, count };

class Workspace {
 public:
  Workspace() = default;
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;
  ~Workspace() {
    for (float* block : blocks_) std::free(block);
  }

  // At least `floats` floats, aligned to a cache line, valid until the next call for this slot.
  // Throws std::bad_alloc; the slot is empty then.
  float* get(Slot slot, size_t floats) {
    const int i = static_cast<int>(slot);
    if (sizes_[i] < floats) {
      // Before the larger one is asked for, so that both need not fit.
      std::free(blocks_[i]);
      blocks_[i] = nullptr;
      sizes_[i] = 0;
      const size_t size = (floats + 1023) / 1024 * 1024;
      blocks_[i] = static_cast<float*>(std::aligned_alloc(64, size * sizeof(float)));
      if (!blocks_[i]) throw std::bad_alloc();
      sizes_[i] = size;
    }
    return blocks_[i];
  }

 private:
  float* blocks_[static_cast<int>(Slot::count)] = {};
  size_t sizes_[static_cast<int>(Slot::count)] = {};
};

// The calling thread's block for a slot.
inline float* workspace(Slot slot, size_t floats) {
  static thread_local Workspace blocks;
  return blocks.get(slot, floats);
}

}  // namespace skein::SKEIN_SIMD
