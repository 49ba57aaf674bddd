// Where the windows of a pooling stand, along one axis; pad < kernel. Twin of shaders/lib/window.wgsl.
#pragma once
#include <cstddef>
#include <cstdint>

namespace skein::SKEIN_SIMD {

// [begin, end)
struct Range {
  size_t begin;
  size_t end;
};

struct Axis {
  size_t extent;
  size_t kernel;
  size_t stride;
  size_t pad;

  size_t windows() const { return (extent + 2 * pad - kernel) / stride + 1; }

  // The input positions of one window, padding left out; never empty.
  Range inputs(size_t window) const {
    const size_t start = window * stride;
    const size_t end = start + kernel < extent + pad ? start + kernel : extent + pad;
    return {(start > pad ? start : pad) - pad, end - pad};
  }

  // The windows that cover an input position; may be empty.
  Range windows_over(size_t position) const {
    const size_t padded = position + pad;
    const size_t end = padded / stride + 1 < windows() ? padded / stride + 1 : windows();
    return {padded < kernel ? 0 : (padded - kernel) / stride + 1, end};
  }
};

template <typename Params>
static inline Axis vertical(const Params& k) {
  return {k.height, k.kernel_h, k.stride_h, k.pad_h};
}

template <typename Params>
static inline Axis horizontal(const Params& k) {
  return {k.width, k.kernel_w, k.stride_w, k.pad_w};
}

// Rows of a task that has about 16,384 elements: enough work to pay for handing it out.
static inline size_t rows_per_task(size_t row_elements) { return 1 + 16384 / row_elements; }

}  // namespace skein::SKEIN_SIMD
