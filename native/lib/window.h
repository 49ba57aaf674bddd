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
  size_t windows;
  size_t kernel;
  size_t stride;
  size_t pad;
  size_t dilation;

  // Positions from a window's first one to behind its last one.
  size_t reach() const { return dilation * (kernel - 1) + 1; }

  // The input positions of one window, a dilation apart, padding left out. Empty only where a dilation steps over
  // the whole image.
  Range inputs(size_t window) const {
    const size_t start = window * stride;
    const size_t end = start + reach() < extent + pad ? start + reach() : extent + pad;
    const size_t skipped = start < pad ? (pad - start + dilation - 1) / dilation : 0;
    return {start + skipped * dilation - pad, end - pad};
  }

  // The windows whose reach covers an input position; may be empty.
  Range windows_over(size_t position) const {
    const size_t padded = position + pad;
    const size_t end = padded / stride + 1 < windows ? padded / stride + 1 : windows;
    return {padded < reach() ? 0 : (padded - reach()) / stride + 1, end};
  }

  // Positions of one window, those in the padding included if asked for; a window without dilation.
  size_t positions(size_t window, bool with_padding) const {
    const size_t start = window * stride, padded = extent + 2 * pad;
    if (with_padding) return (start + kernel < padded ? start + kernel : padded) - start;
    const Range range = inputs(window);
    return range.end - range.begin;
  }
};

template <typename Params>
static inline Axis vertical(const Params& k) {
  Axis axis{k.height, k.out_height, k.kernel_h, k.stride_h, k.pad_h, 1};
  if constexpr (requires { k.dilation_h; }) axis.dilation = k.dilation_h;
  return axis;
}

template <typename Params>
static inline Axis horizontal(const Params& k) {
  Axis axis{k.width, k.out_width, k.kernel_w, k.stride_w, k.pad_w, 1};
  if constexpr (requires { k.dilation_w; }) axis.dilation = k.dilation_w;
  return axis;
}

// Rows of a task that has about 16,384 elements: enough work to pay for handing it out.
static inline size_t rows_per_task(size_t row_elements) { return 1 + 16384 / row_elements; }

}  // namespace skein::SKEIN_SIMD
