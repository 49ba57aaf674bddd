// Memory that goes back to the system as soon as it is freed.
#pragma once
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>

namespace skein {

// Slices begin at multiples of this, and allocations are padded by one vector
// so that a kernel may read, never write, a full vector at the end of a buffer.
constexpr size_t kBlockAlignment = 256;

// free() may keep what lies between blocks that are in use; its whole pages go back to the system here.
struct FreeBlock {
  size_t bytes = 0;

  void operator()(void* block) const {
    static const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
    const auto begin = (reinterpret_cast<uintptr_t>(block) + page - 1) / page * page;
    const auto end = (reinterpret_cast<uintptr_t>(block) + bytes) / page * page;
    if (begin < end) madvise(reinterpret_cast<void*>(begin), end - begin, MADV_DONTNEED);
    std::free(block);
  }
};
using Block = std::unique_ptr<void, FreeBlock>;

// Null where there is no room.
inline Block allocate_block(size_t bytes) {
  const size_t padded = (bytes + 2 * kBlockAlignment - 1) / kBlockAlignment * kBlockAlignment;
  return Block(std::aligned_alloc(kBlockAlignment, padded), FreeBlock{padded});
}

}  // namespace skein
