#include "kept_blocks.h"

#include <new>

namespace skein {
namespace {

// 512 MiB.
constexpr size_t kMost = size_t{128} << 20;
constexpr uint64_t kOld = 1024;

}  // namespace

const float* KeptBlocks::find(uint32_t number, Layout layout, size_t floats) {
  ++now_;
  const auto found = entries_.find({number, layout});
  if (found == entries_.end() || found->second.floats != floats) return nullptr;
  found->second.used = now_;
  return static_cast<const float*>(found->second.memory.get());
}

float* KeptBlocks::make(uint32_t number, Layout layout, size_t floats) {
  forget_old();
  const auto found = entries_.find({number, layout});
  if (found != entries_.end()) erase(found);
  if (total_ + floats > kMost) return nullptr;
  Block memory = allocate_block(floats * sizeof(float));
  if (!memory) throw std::bad_alloc();
  auto* values = static_cast<float*>(memory.get());
  entries_[{number, layout}] = {std::move(memory), floats, now_};
  total_ += floats;
  return values;
}

void KeptBlocks::forget(uint32_t number) {
  auto at = entries_.lower_bound({number, Layout::panels});
  while (at != entries_.end() && at->first.first == number) at = erase(at);
}

KeptBlocks::Entries::iterator KeptBlocks::erase(Entries::iterator at) {
  total_ -= at->second.floats;
  return entries_.erase(at);
}

void KeptBlocks::forget_old() {
  for (auto at = entries_.begin(); at != entries_.end();) {
    if (now_ - at->second.used > kOld) at = erase(at);
    else ++at;
  }
}

KeptBlocks& kept_blocks() {
  static thread_local KeptBlocks entries;
  return entries;
}

}  // namespace skein
