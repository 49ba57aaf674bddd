// The pool, the device and the workspaces without Node, for the thread sanitizer: `npm run test:sanitize`.
// Prints what went wrong and ends with 1 where an expectation failed.
#include <initializer_list>

#include "test.h"

int main() {
  for (unsigned threads : {1u, 2u, 3u, 8u}) {
    test_pool(threads);
    test_device(threads);
  }
  test_workspace();
  std::printf("pool, device and workspaces: %s\n", failures == 0 ? "as expected" : "failed");
  return failures == 0 ? 0 : 1;
}
