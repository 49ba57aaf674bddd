// The kernels' workspaces: memory that cannot be had is an exception, and the slot works on.
#include <cstdint>
#include <new>

#include "test.h"

#define SKEIN_SIMD test
#include "lib/workspace.h"

void test_workspace() {
  using namespace skein::test;
  workspace(Slot::task, 10)[9] = 1.0f;
  for (int i = 0; i < 2; ++i) {
    bool thrown = false;
    try {
      workspace(Slot::task, SIZE_MAX / 32);
    } catch (const std::bad_alloc&) {
      thrown = true;
    }
    expect(thrown, "more memory than there is", 1);
  }
  workspace(Slot::task, 10)[9] = 1.0f;
}
