// What both directions of cross-entropy share.
#pragma once
#include "lib/softmax.h"

namespace skein::SKEIN_SIMD {

// The factor of a class.
template <typename Params>
static inline float weight_of(const Params& k, uint32_t label) {
  return k.weighted ? k.weight[label] : 1.0f;
}

// The factors of some classes.
template <typename Params>
static inline vf weights_of(const Params& k, size_t first, int n) {
  return k.weighted ? load_first(k.weight + first, n) : splat(1.0f);
}

template <typename Params>
static inline bool is_ignored(const Params& k, uint32_t label) {
  return k.ignores && label == k.ignored;
}

}  // namespace skein::SKEIN_SIMD
