// Arithmetic of sizes. The standard library's templates would be shared between SIMD levels by the linker.
#pragma once
#include <cstddef>

namespace skein::SKEIN_SIMD {

static inline size_t ceil_div(size_t a, size_t b) { return (a + b - 1) / b; }
static inline size_t smaller(size_t a, size_t b) { return a < b ? a : b; }
static inline size_t larger(size_t a, size_t b) { return a > b ? a : b; }

}  // namespace skein::SKEIN_SIMD
