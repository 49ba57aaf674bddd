// What a native kernel is and how it becomes known.
//
// A kernel file is compiled once for each SIMD level, in the namespace
// skein::SKEIN_SIMD, and holds one function:
//
//   #include "kernel.h"
//   #include "params/scale.h"
//   SKEIN_KERNEL(scale, k, pool) { pool.parallel_for(k.rows, [&](size_t row) { ... k.x[row] ... }); }
//
// Arguments were checked in TypeScript. Everything a kernel file defines or
// instantiates must have internal linkage or live in that namespace: an inline
// function shared between levels would let the linker keep the AVX-512 copy for
// a processor that has none.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "pool.h"

namespace skein {

using KernelFunction = void (*)(void* const* buffers, const uint32_t* words, Pool& pool);

struct KernelEntry {
  const char* name;
  uint32_t buffer_count;
  uint32_t word_count;
  KernelFunction run;
};

// Made before main() by each kernel file. It runs for every level, whatever the
// processor: the entry is a constant, so that no code of the level is needed.
struct Registration {
  Registration(const char* level, const KernelEntry& entry);
};

// The levels that this build holds and this processor runs, best first.
std::vector<std::string> simd_levels();

// The kernels of one of those levels, sorted by name.
const std::vector<KernelEntry>& kernels_of(const std::string& level);

}  // namespace skein

#define SKEIN_STRING_(x) #x
#define SKEIN_STRING(x) SKEIN_STRING_(x)

#define SKEIN_KERNEL(NAME, K, POOL)                                                                                   \
  namespace skein::SKEIN_SIMD {                                                                                       \
  void run_##NAME(const params::NAME& K, Pool& POOL);                                                                 \
  namespace {                                                                                                         \
  void call_##NAME(void* const* buffers, const uint32_t* words, Pool& pool) {                                         \
    run_##NAME(params::NAME::from(buffers, words), pool);                                                             \
  }                                                                                                                   \
  constexpr KernelEntry entry_##NAME{params::NAME::kernel_name, params::NAME::buffer_count, params::NAME::word_count, \
                                     &call_##NAME};                                                                   \
  const Registration register_##NAME{SKEIN_STRING(SKEIN_SIMD), entry_##NAME};                                         \
  }                                                                                                                   \
  }                                                                                                                   \
  void skein::SKEIN_SIMD::run_##NAME([[maybe_unused]] const params::NAME& K, [[maybe_unused]] Pool& POOL)
