#include <algorithm>
#include <cstring>
#include <map>

#include "kernel.h"

namespace skein {
namespace {

// Function-local, so that it exists before the first kernel file registers.
std::map<std::string, std::vector<KernelEntry>>& registry() {
  static std::map<std::string, std::vector<KernelEntry>> entries;
  return entries;
}

bool runs_here(const std::string& level) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (level == "avx512") {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512cd");
  }
  if (level == "avx2") return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#endif
  return level == "baseline" || level == "neon";
}

}  // namespace

Registration::Registration(const char* level, const KernelEntry& entry) {
  auto& entries = registry()[level];
  const auto by_name = [](const KernelEntry& a, const KernelEntry& b) { return std::strcmp(a.name, b.name) < 0; };
  entries.insert(std::upper_bound(entries.begin(), entries.end(), entry, by_name), entry);
}

std::vector<std::string> simd_levels() {
  std::vector<std::string> levels;
  for (const char* level : {"avx512", "avx2", "neon", "baseline"}) {
    if (registry().count(level) && runs_here(level)) levels.emplace_back(level);
  }
  return levels;
}

const std::vector<KernelEntry>& kernels_of(const std::string& level) { return registry().at(level); }

}  // namespace skein
