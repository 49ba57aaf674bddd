// Loops over the channels of rows or pixels, some vectors at a time: their sums do not wait for one another.
#pragma once
#include <cstddef>

#include "lib/simd.h"

namespace skein::SKEIN_SIMD {

// Neighbouring channels: W whole vectors, or with W = 0 the last one, of fewer lanes.
template <int W>
struct Channels {
  static constexpr int kVectors = W == 0 ? 1 : W;
  size_t first;
  int lanes;

  vf load(const float* row, int w) const {
    if constexpr (W == 0) return load_first(row + first, lanes);
    return SKEIN_SIMD::load(row + first + w * kLanes);
  }
  void store(float* row, int w, vf v) const {
    if constexpr (W == 0) return store_first(row + first, v, lanes);
    SKEIN_SIMD::store(row + first + w * kLanes, v);
  }
};

// body(Channels<W>) for all channels: four vectors of neighbours while they last, which make whole cache lines and
// independent sums, then fewer. A row of eight vectors is taken whole: by halves each half skips every other piece of
// memory, which takes 1.2 to 1.8 times as long (64 channels at AVX2, 128 at AVX-512). A body with more than one
// register for each vector asks for four at most (kMost = 4).
template <int kMost = 8, typename Body>
static inline void for_channels(size_t channels, Body&& body) {
  constexpr size_t kStep = kLanes;
  if constexpr (kMost == 8) {
    if (channels == 8 * kStep) return body(Channels<8>{0, kLanes});
  }
  size_t c = 0;
  for (; c + 4 * kStep <= channels; c += 4 * kStep) body(Channels<4>{c, kLanes});
  if (c + 2 * kStep <= channels) {
    body(Channels<2>{c, kLanes});
    c += 2 * kStep;
  }
  if (c + kStep <= channels) {
    body(Channels<1>{c, kLanes});
    c += kStep;
  }
  if (c < channels) body(Channels<0>{c, static_cast<int>(channels - c)});
}

}  // namespace skein::SKEIN_SIMD
