// What the tests without Node share.
#pragma once
#include <cstddef>
#include <cstdio>

inline int failures = 0;

inline void expect(bool ok, const char* what, unsigned threads, size_t count = 0) {
  if (ok) return;
  std::printf("%s: failed with %u threads, count %zu\n", what, threads, count);
  ++failures;
}

void test_pool(unsigned threads);
void test_device(unsigned threads);
void test_workspace();
