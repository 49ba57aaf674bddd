// A device and its thread, driven as the addon drives it, with kernels made up here.
#include "device.h"

#include <future>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "test.h"

namespace {

using skein::Device;
using skein::Dispatch;
using skein::KernelEntry;
using skein::Pool;

constexpr size_t kSize = 500;

// Plain additions: two threads inside at once, or a dispatch that began before the last one ended, are a
// race for the sanitizer to see.
void add(void* const* buffers, const uint32_t* words, Pool& pool) {
  int* values = static_cast<int*>(buffers[0]);
  pool.parallel_for(kSize, [&](size_t i) { values[i] += static_cast<int>(words[0]); });
}

void fail(void* const*, const uint32_t*, Pool& pool) {
  pool.parallel_for(kSize, [&](size_t i) {
    if (i % 100 == 7) throw std::runtime_error("no memory");
  });
}

constexpr KernelEntry kAdd{"add", 1, 1, &add};
constexpr KernelEntry kFail{"fail", 0, 0, &fail};

// Waits until the device has done everything enqueued so far, and gives what its tasks are told.
std::string finish(Device& device) {
  std::promise<std::string> done;
  device.enqueue([&](const std::string& failure) { done.set_value(failure); });
  return done.get_future().get();
}

void runs_in_order(unsigned threads) {
  std::vector<int> values(kSize, 0);
  Device device(threads, [](const std::string&) {});
  device.enqueue([&](const std::string&) { device.set_profiling(true); });
  for (uint32_t i = 1; i <= 100; ++i) {
    device.enqueue([&, i](const std::string&) { device.run(Dispatch{&kAdd, {values.data()}, {i}}); });
  }
  expect(finish(device).empty(), "no failure", threads);
  bool ok = true;
  for (int value : values) ok = ok && value == 5050;
  expect(ok, "100 dispatches", threads, kSize);
  std::vector<skein::ProfileEntry> profile;
  device.enqueue([&](const std::string&) { profile = device.take_profile(); });
  finish(device);
  expect(profile.size() == 100, "a profile entry per dispatch", threads, profile.size());
}

// The first failure is reported, once; every later task is told, and the thread goes on.
void reports_failure_once(unsigned threads) {
  std::vector<std::string> reasons;
  Device device(threads, [&](const std::string& reason) { reasons.push_back(reason); });
  bool after_the_throw = false;
  for (int i = 0; i < 3; ++i) {
    device.enqueue([&](const std::string&) {
      device.run(Dispatch{&kFail, {}, {}});
      after_the_throw = true;
    });
  }
  device.enqueue([](const std::string&) { throw std::runtime_error("another"); });
  expect(finish(device) == "no memory", "tasks are told the reason", threads);
  expect(reasons == std::vector<std::string>{"no memory"}, "on_failure", threads, reasons.size());
  expect(!after_the_throw, "a task ends where its kernel throws", threads);
}

// The destructor drops what has not begun; a task under way sees that it may end.
void closes_under_way(unsigned threads) {
  std::promise<void> began;
  bool dropped = true;
  {
    auto device = std::make_unique<Device>(threads, [](const std::string&) {});
    Device& running = *device;
    running.enqueue([&](const std::string&) {
      began.set_value();
      while (!running.stopping()) std::this_thread::yield();
    });
    running.enqueue([&](const std::string&) { dropped = false; });
    began.get_future().wait();
  }
  expect(dropped, "tasks behind the end", threads);
}

}  // namespace

void test_device(unsigned threads) {
  runs_in_order(threads);
  reports_failure_once(threads);
  for (int i = 0; i < 20; ++i) closes_under_way(threads);
}
