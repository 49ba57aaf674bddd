// Convolution without packed patches and without padding: the window of an output pixel is a few
// contiguous runs of its image, one for each row of the kernel, because channels come last.
// Micro-kernels read their broadcast operand straight from there. Pixels at the border see a part of
// the kernel; those that see the same part share tiles, so that no product with an absent element is
// computed.
#pragma once
#include <cstddef>

#include "lib/window_kernels.h"

namespace skein::SKEIN_SIMD {

// How a convolution's channels fall into parts that are convolved apart: its groups. Where each channel is a group
// of its own there is one part, convolved channel by channel.
struct ConvParts {
  bool depthwise;
  size_t count;
  size_t inputs, outputs;  // channels of a part

  ConvParts(size_t in_channels, size_t out_channels, size_t groups)
      : depthwise(groups > 1 && groups == in_channels && groups == out_channels),
        count(depthwise ? 1 : groups),
        inputs(in_channels / count),
        outputs(out_channels / count) {}

  // Inputs that an output sees through one tap.
  size_t depth() const { return depthwise ? 1 : inputs; }
  size_t panels() const { return count * ceil_div(outputs, kPanel); }
};

// Panel `index` of all parts' outputs: `channels` of them from `channel` on.
struct ConvPanel {
  size_t part, channel;
  int channels;
};

static inline ConvPanel panel_at(const ConvParts& parts, size_t index) {
  const size_t panels = ceil_div(parts.outputs, kPanel);
  const size_t part = index / panels, column = index % panels * kPanel;
  return {part, part * parts.outputs + column, static_cast<int>(smaller(kPanel, parts.outputs - column))};
}

// One axis of a convolution: output position q in [0, count) sees, of source positions
// start + q * step + [0, taps) * dilation, those in [0, size), and lands at to + q * to_step.
struct ConvAxis {
  size_t count;
  ptrdiff_t start;
  size_t step, taps, dilation, size;
  size_t to, to_step;
};

// Neighbouring positions that see the same taps; `source` is what the first one sees through the first.
struct Span {
  size_t position, count, tap, taps, source;
};

// The longest span that begins at `position` and ends before `end`.
static inline Span span_at(const ConvAxis& axis, size_t position, size_t end) {
  const ptrdiff_t taps = static_cast<ptrdiff_t>(axis.taps), size = static_cast<ptrdiff_t>(axis.size);
  const ptrdiff_t dilation = static_cast<ptrdiff_t>(axis.dilation);
  const auto seen = [&](size_t q) {
    const ptrdiff_t at = axis.start + static_cast<ptrdiff_t>(q * axis.step);
    // A division each would take a tenth of a convolution of few channels.
    const auto steps = [&](ptrdiff_t distance) {
      return dilation == 1 ? distance : (distance + dilation - 1) / dilation;
    };
    const ptrdiff_t first = at < 0 ? steps(-at) : 0;
    const ptrdiff_t before_end = at < size ? steps(size - at) : 0;
    const ptrdiff_t last = before_end < taps ? before_end : taps;
    if (last <= first) return Span{q, 1, 0, 0, 0};
    return Span{q, 1, static_cast<size_t>(first), static_cast<size_t>(last - first),
                static_cast<size_t>(at + first * dilation)};
  };
  Span span = seen(position);
  while (position + span.count < end) {
    const Span next = seen(position + span.count);
    if (next.tap != span.tap || next.taps != span.taps) break;
    ++span.count;
  }
  return span;
}

// Output positions, counted from `first` on, that see a tap, the first of them at `source`.
struct Positions {
  size_t first, count, source;
};

// Those of [begin, end) in a convolution of `size` positions; `tap` is the tap's distance from the first one.
[[maybe_unused]] static Positions positions_of(size_t tap, size_t stride, size_t pad, size_t size, size_t begin,
                                               size_t end) {
  const size_t first = larger(begin, pad > tap ? ceil_div(pad - tap, stride) : 0);
  const size_t last = smaller(end, size + pad > tap ? (size + pad - tap - 1) / stride + 1 : 0);
  if (last <= first) return {begin, 0, 0};
  return {first, last - first, first * stride + tap - pad};
}

// Output pixels on a lattice, and the part of the kernel that they see.
struct Lattice {
  ConvAxis y, x;
  const float* weights;  // [panel][y.taps][x.taps][depth of a part][kPanel]
};

struct ConvSource {
  const float* data;
  size_t height, width, channels;
};

struct ConvOutput {
  float* data;
  size_t height, width, channels;
  const float* bias;  // [panel][kPanel]
  const Limits* limits = nullptr;
};

// Asks for a stretch of memory bit by bit, ahead of its use.
struct Ahead {
  const float* at;
  const float* end;
  size_t floats;  // at once

  void step() {
    const float* stop = static_cast<size_t>(end - at) < floats ? end : at + floats;
    for (; at < stop; at += 16) __builtin_prefetch(at, 0, 2);
  }
};

// Output pixels that are computed together: of some images, or of a band of one. Fewer where
// there would not be so many groups for each thread.
constexpr size_t kGroupPixels = 512, kFewestPixels = 128, kTasksPerThread = 4;

// Panels of output channels that are computed together.
struct PanelRange {
  size_t begin, end;
};

// body(group, panels, more) for all panels of all groups of pixels; `more` says that the next group follows on the same
// thread. Where there are fewer groups than tasks, as for one map of 7 x 7, the panels of a group are divided. Each
// thread begins with a stretch of its own, whole groups of pixels where it can: threads that write neighbouring
// channels take cache lines from one another.
template <typename Body>
static void for_groups(Pool& pool, size_t groups, size_t panels, Body&& body) {
  const size_t threads = pool.threads(), wanted = threads * kTasksPerThread;
  const size_t slices = threads > 1 ? smaller(panels, ceil_div(wanted, larger(1, groups))) : 1;
  // Tasks of two units where others have one would leave a thread without work.
  const size_t units = groups * slices, tasks = units < 4 * wanted ? units : wanted;
  pool.parallel_for(tasks, [&](size_t task) {
    const size_t at = block_of(task, tasks, threads), end = (at + 1) * units / tasks;
    for (size_t u = at * units / tasks; u < end; ++u) {
      const size_t group = u / slices, slice = u % slices;
      const PanelRange range{slice * panels / slices, (slice + 1) * panels / slices};
      body(group, range, u + 1 < end && slice + 1 == slices);
    }
  });
}

// Fills the output from all lattices; each output pixel must belong to one.
class Convolution {
 public:
  Convolution(const ConvSource& source, size_t batch, const Lattice* lattices, size_t count, const ConvOutput& output,
              const ConvParts& parts)
      : source_(source),
        output_(output),
        batch_(batch),
        lattices_(lattices),
        count_(count),
        parts_(parts) {
    for (size_t l = 0; l < count; ++l) {
      rows_ = larger(rows_, lattices[l].y.count);
      columns_ = larger(columns_, lattices[l].x.count);
    }
  }

  // A pixel does not depend on the others of its group, so that the number of threads may decide them.
  void run(Pool& pool) {
    const size_t wanted = pool.threads() * kTasksPerThread;
    images_ = larger(1, smaller(kGroupPixels / (rows_ * columns_), batch_ / wanted));
    band_ = rows_;
    while (band_ > 1 && (band_ * columns_ > 2 * kGroupPixels ||
                         (batch_ * ceil_div(rows_, band_) < wanted && band_ * columns_ > kFewestPixels))) {
      band_ = ceil_div(band_, 2);
    }
    const size_t groups = ceil_div(batch_, images_) * ceil_div(rows_, band_);
    for_groups(pool, groups, parts_.panels(),
               [&](size_t group, const PanelRange& panels, bool more) { run_group(group, more, panels); });
  }

 private:
  void run_group(size_t group, bool more, const PanelRange& panels) const {
    const size_t bands = ceil_div(rows_, band_);
    const size_t image = group / bands * images_, images = smaller(images_, batch_ - image);
    const size_t row = group % bands * band_, row_end = smaller(rows_, row + band_);
    const size_t most = images * (row_end - row) * columns_;
    // Two pointers for each pixel; a pointer takes the room of two floats.
    void* table = workspace(Slot::task_tile, 4 * most);
    const float** from = static_cast<const float**>(table);
    float** to = static_cast<float**>(table) + most;

    // While this group is computed, the source of the next one is fetched: about as much as this one has.
    const size_t tiles = ceil_div(most * count_, kMaxRows) * (panels.end - panels.begin);
    const size_t floats = source_.height * source_.width * source_.channels;
    const size_t next = ((image + images - 1) * rows_ + row_end) * floats / rows_;
    const size_t length = smaller(batch_ * floats - next, more ? images * (row_end - row) * floats / rows_ : 0);
    Ahead ahead{source_.data + next, source_.data + next + length, ceil_div(length, tiles)};

    for (size_t l = 0; l < count_; ++l) {
      const Lattice& lattice = lattices_[l];
      const size_t last = smaller(lattice.y.count, row_end);
      for (size_t qy = row; qy < last;) {
        const Span y = span_at(lattice.y, qy, last);
        for (size_t qx = 0; qx < lattice.x.count;) {
          const Span x = span_at(lattice.x, qx, lattice.x.count);
          const size_t pixels = list_pixels(lattice, y, x, image, images, from, to);
          run_pixels(lattice, y, x, pixels, panels, from, to, ahead);
          qx += x.count;
        }
        qy += y.count;
      }
    }
  }

  // Where the windows of the pixels in two spans begin, and where the pixels go.
  size_t list_pixels(const Lattice& lattice, const Span& y, const Span& x, size_t image, size_t images,
                     const float** from, float** to) const {
    size_t pixels = 0;
    for (size_t i = image; i < image + images; ++i) {
      for (size_t qy = 0; qy < y.count; ++qy) {
        const size_t source_row = i * source_.height + y.source + qy * lattice.y.step;
        const size_t to_row = i * output_.height + lattice.y.to + (y.position + qy) * lattice.y.to_step;
        const float* window = source_.data + (source_row * source_.width + x.source) * source_.channels;
        float* pixel =
            output_.data + (to_row * output_.width + lattice.x.to + x.position * lattice.x.to_step) * output_.channels;
        for (size_t qx = 0; qx < x.count; ++qx, ++pixels) {
          from[pixels] = window + qx * lattice.x.step * source_.channels;
          to[pixels] = pixel + qx * lattice.x.to_step * output_.channels;
        }
      }
    }
    return pixels;
  }

  void run_pixels(const Lattice& lattice, const Span& y, const Span& x, size_t pixels, const PanelRange& panels,
                  const float** from, float** to, Ahead& ahead) const {
    const size_t depth = parts_.depth(), tap_floats = depth * kPanel, row_floats = lattice.x.taps * tap_floats;
    const bool neighbours = lattice.x.dilation == 1 && depth == source_.channels;
    const size_t line = source_.width * source_.channels;
    // Without a row or without a column a window is empty.
    const Window window{x.taps ? y.taps : 0,
                        neighbours ? 1 : x.taps,
                        neighbours ? x.taps * depth : depth,
                        lattice.y.dilation * line,
                        lattice.x.dilation * source_.channels,
                        row_floats,
                        tap_floats};
    // The first panel's channels; an output's inputs begin there too where each channel is a group.
    const ConvPanel first = panel_at(parts_, panels.begin);
    const size_t input = parts_.depthwise ? first.channel : first.part * parts_.inputs;
    for (size_t pixel = 0; pixel < pixels; ++pixel) {
      from[pixel] += input;
      to[pixel] += first.channel;
    }
    if (parts_.depthwise) {
      // All channels of some pixels, so that memory is read and written in order.
      for (size_t pixel = 0; pixel < pixels; pixel += kDepthwiseRows) {
        const size_t tile = smaller(kDepthwiseRows, pixels - pixel);
        for (size_t p = panels.begin; p < panels.end; ++p) {
          const int channels = panel_at(parts_, p).channels;
          const float* weights = lattice.weights + (p * lattice.y.taps + y.tap) * row_floats + x.tap * tap_floats;
          ahead.step();
          kernel_of(tile, channels, false)(from + pixel, window, weights, output_.bias + p * kPanel, output_.limits,
                                           to + pixel, channels);
          for (size_t i = pixel; i < pixel + tile; ++i) {
            from[i] += channels;
            to[i] += channels;
          }
        }
      }
      return;
    }
    const size_t height = panel_rows(pixels);
    size_t part = first.part;
    for (size_t p = panels.begin; p < panels.end; ++p) {
      const ConvPanel panel = panel_at(parts_, p);
      if (panel.part > part) {
        for (size_t pixel = 0; pixel < pixels; ++pixel) from[pixel] += parts_.inputs;
        part = panel.part;
      }
      const float* weights =
          lattice.weights + p * lattice.y.taps * row_floats + y.tap * row_floats + x.tap * tap_floats;
      for (size_t pixel = 0; pixel < pixels; pixel += height) {
        const size_t tile = smaller(height, pixels - pixel);
        const WindowKernel kernel = kernel_of(tile, panel.channels, window.runs == 1);
        ahead.step();
        kernel(from + pixel, window, weights, output_.bias + p * kPanel, output_.limits, to + pixel, panel.channels);
      }
      for (size_t pixel = 0; pixel < pixels; ++pixel) to[pixel] += panel.channels;
    }
  }

  WindowKernel kernel_of(size_t rows, int channels, bool one_run) const {
    const bool wide = channels > kLanes, full = channels % kLanes == 0;
    if (!parts_.depthwise) return window_kernel_of(rows, wide, one_run);
    if (wide) return full ? depthwise_kernel_of<2, true>(rows) : depthwise_kernel_of<2, false>(rows);
    return full ? depthwise_kernel_of<1, true>(rows) : depthwise_kernel_of<1, false>(rows);
  }

  const ConvSource source_;
  const ConvOutput output_;
  const size_t batch_;
  const Lattice* const lattices_;
  const size_t count_;
  const ConvParts parts_;
  size_t rows_ = 1, columns_ = 1;  // of the largest lattice
  size_t images_ = 1, band_ = 1;   // of a group
};

}  // namespace skein::SKEIN_SIMD
