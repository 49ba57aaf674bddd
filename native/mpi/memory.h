// Memory for messages.
#pragma once
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace skein::mpi {

struct Free {
  void operator()(std::byte* data) const { std::free(data); }
};

struct Block {
  std::unique_ptr<std::byte, Free> data;
  size_t size = 0;
};

inline void* take(size_t bytes) {
#ifdef __linux__
  // Long messages fill new memory: with small pages, that took longer than the transfer.
  constexpr size_t kHugePage = size_t{2} << 20;
  if (bytes >= 2 * kHugePage) {
    void* data = std::aligned_alloc(kHugePage, (bytes + kHugePage - 1) / kHugePage * kHugePage);
    if (data) madvise(data, bytes, MADV_HUGEPAGE);
    return data;
  }
#endif
  return std::malloc(bytes);
}

// Throws std::runtime_error where there is none.
inline Block allocate(size_t bytes) {
  if (bytes == 0) return {};
  Block block{std::unique_ptr<std::byte, Free>(static_cast<std::byte*>(take(bytes))), bytes};
  if (!block.data) {
    throw std::runtime_error("there is no memory for a message of " + std::to_string(bytes) +
                             " bytes: give the job more of it, or start fewer ranks on this machine");
  }
  return block;
}

}  // namespace skein::mpi
