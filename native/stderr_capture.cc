#include "stderr_capture.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <mutex>
#include <utility>

namespace skein {
namespace {

constexpr int kStderr = 2;

// Descriptors belong to the process, so worker threads share one capture.
std::mutex mutex;
int saved = -1;
std::FILE* kept = nullptr;

}  // namespace

bool begin_stderr_capture() {
  const std::lock_guard lock(mutex);
  if (kept != nullptr) return false;
  std::FILE* file = std::tmpfile();
  if (file == nullptr) return false;
  std::fflush(stderr);
  // Above the standard three, and not left open in programs that are started meanwhile.
  const int before = fcntl(kStderr, F_DUPFD_CLOEXEC, 3);
  if (before < 0 || dup2(fileno(file), kStderr) < 0) {
    if (before >= 0) close(before);
    std::fclose(file);
    return false;
  }
  saved = before;
  kept = file;
  return true;
}

std::string end_stderr_capture() {
  const std::lock_guard lock(mutex);
  if (kept == nullptr) return {};
  std::fflush(stderr);
  dup2(saved, kStderr);
  close(std::exchange(saved, -1));
  std::FILE* file = std::exchange(kept, nullptr);
  std::string text;
  std::rewind(file);
  char part[4096];
  for (size_t got = 0; (got = std::fread(part, 1, sizeof part, file)) > 0;) text.append(part, got);
  std::fclose(file);
  return text;
}

}  // namespace skein
