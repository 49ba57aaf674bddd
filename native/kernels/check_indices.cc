// words = epoch, source, i, index[i], below for the least i with index[i] >= below and not `except`, once per epoch.
// Twin of shaders/check_indices.wgsl.
#include "params/check_indices.h"

#include "kernel.h"

SKEIN_KERNEL(check_indices, k, pool) {
  // A block is checked as a whole, in vectors.
  constexpr size_t kBlock = 1024;
  if (k.words[0] == k.epoch) return;
  for (size_t begin = 0; begin < k.count; begin += kBlock) {
    const size_t end = begin + kBlock < k.count ? begin + kBlock : k.count;
    uint32_t wrong = 0;
    for (size_t i = begin; i < end; ++i) wrong |= (k.index[i] >= k.below) & (k.index[i] != k.except);
    if (!wrong) continue;
    size_t i = begin;
    while (k.index[i] < k.below || k.index[i] == k.except) ++i;
    const uint32_t words[] = {k.epoch, k.source, static_cast<uint32_t>(i), k.index[i], k.below};
    for (size_t w = 0; w < 5; ++w) k.words[w] = words[w];
    return;
  }
}
