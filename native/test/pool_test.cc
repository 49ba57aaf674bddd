// The pool: every loop runs each index once, errors come out, threads sleep and wake.
#include <atomic>
#include <chrono>
#include <ctime>
#include <memory>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

#if defined(__linux__)
#include <sched.h>
#endif

#include "pool.h"
#include "test.h"

namespace {

using skein::Pool;

constexpr size_t kCounts[] = {0, 1, 2, 3, 7, 64, 1000};

// The counters are plain: two threads that took the same index, or a caller that
// went on before the last one was done, are a race for the sanitizer to see.
void each_index_once(Pool& pool) {
  for (size_t count : kCounts) {
    std::vector<int> calls(count, 0);
    pool.parallel_for(count, [&](size_t i) { ++calls[i]; });
    bool ok = true;
    for (int n : calls) ok = ok && n == 1;
    expect(ok, "parallel_for", pool.threads(), count);
  }
}

void ranges_cover(Pool& pool) {
  for (size_t count : kCounts) {
    for (size_t grain : {size_t{1}, size_t{5}, size_t{64}, size_t{5000}}) {
      std::vector<int> calls(count, 0);
      std::atomic<bool> within{true};
      pool.parallel_ranges(count, grain, [&](size_t begin, size_t end) {
        if (begin >= end || end > count || end - begin > grain) within = false;
        for (size_t i = begin; i < end && i < count; ++i) ++calls[i];
      });
      bool ok = within;
      for (int n : calls) ok = ok && n == 1;
      expect(ok, "parallel_ranges", pool.threads(), count);
    }
  }
}

// Loops that follow at once reuse the pool's job while slow workers are still leaving the one before.
// Each reads what the last one wrote, at another index, hence most often by another thread.
void loops_follow_each_other(Pool& pool) {
  constexpr size_t kSize = 37;
  constexpr int kRounds = 2000;
  std::vector<int> from(kSize, 0), to(kSize, 0);
  for (int round = 0; round < kRounds; ++round) {
    pool.parallel_for(kSize, [&](size_t i) { to[i] = from[(i + 1) % kSize] + 1; });
    from.swap(to);
  }
  bool ok = true;
  for (int value : from) ok = ok && value == kRounds;
  expect(ok, "loops in a row", pool.threads(), kSize);
}

// What a body throws comes out of the loop, on whichever thread it was thrown, after the last body
// has returned; the pool goes on working.
void errors_come_out(Pool& pool) {
  for (size_t thrower : {size_t{0}, size_t{63}}) {
    std::atomic<int> inside{0};
    bool caught = false;
    try {
      pool.parallel_for(64, [&](size_t i) {
        ++inside;
        std::this_thread::sleep_for(std::chrono::microseconds(20));
        --inside;
        if (i == thrower) throw std::runtime_error("thrown");
      });
    } catch (const std::runtime_error&) {
      caught = inside == 0;
    }
    expect(caught, "a body that throws", pool.threads(), 64);
    each_index_once(pool);
  }
}

// Workers that went to sleep have to wake up for the next loop, and for the end of the pool.
void sleep_and_wake(Pool& pool) {
  for (int round = 0; round < 20; ++round) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    std::atomic<size_t> sum{0};
    pool.parallel_for(100, [&](size_t i) { sum += i; });
    expect(sum == 4950, "loop after a pause", pool.threads(), 100);
  }
}

// Workers told to rest leave their processors at once, and still wake up for the next loop.
void rest_between_loops(Pool& pool) {
  if (pool.threads() == 1) return;
  // Processor time of all threads, for loops with a pause after each.
  const auto busy = [&](bool rest) {
    bool ok = true;
    const std::clock_t start = std::clock();
    for (int round = 0; round < 200; ++round) {
      std::atomic<size_t> sum{0};
      pool.parallel_for(8, [&](size_t i) { sum += i; });
      ok = ok && sum == 28;
      if (rest) pool.rest();
      std::this_thread::sleep_for(std::chrono::microseconds(500));
    }
    expect(ok, "loops after pauses", pool.threads(), rest);
    return std::clock() - start;
  };
  // A third was seen; others on the machine may spoil a trial.
  bool less = false;
  for (int trial = 0; trial < 5 && !less; ++trial) {
    const std::clock_t spinning = busy(false);
    less = 10 * busy(true) < 7 * spinning;
  }
  expect(less, "rest", pool.threads(), 8);
}

// A device makes its pool on one thread and runs loops on another.
void owner_on_another_thread(unsigned threads) {
  auto pool = std::make_unique<Pool>(threads);
  std::thread([&] { each_index_once(*pool); }).join();
  std::thread([&] { pool.reset(); }).join();
}

// With a thread for each processor, each keeps to one; with any other number of threads nobody is bound.
void one_processor_each([[maybe_unused]] unsigned threads) {
#if defined(__linux__)
  const auto processors = [] {
    cpu_set_t set;
    sched_getaffinity(0, sizeof set, &set);
    std::vector<int> list;
    for (int cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
      if (CPU_ISSET(cpu, &set)) list.push_back(cpu);
    }
    return list;
  };
  const size_t all = processors().size();
  Pool pool(threads);
  std::vector<std::vector<int>> each(threads);
  std::thread([&] {
    pool.bind_caller();
    // Nobody takes a second index before all have one, so that each thread reports.
    std::atomic<unsigned> arrived{0};
    pool.parallel_for(threads, [&](size_t i) {
      each[i] = processors();
      ++arrived;
      while (arrived < threads) std::this_thread::yield();
    });
  }).join();
  std::set<int> taken;
  bool ok = true;
  for (const auto& own : each) {
    ok = ok && own.size() == (threads == all ? 1 : all);
    taken.insert(own[0]);
  }
  expect(ok && (threads != all || taken.size() == all), "a processor for each thread", threads, all);

  // On the caller's processor a thread moves on, and stays as free as it was; elsewhere nothing happens.
  std::thread([&] { pool.bind_caller(); }).join();
  size_t moved = 0;
  for (int processor : processors()) {
    std::thread([&] {
      const auto before = processors();
      cpu_set_t here, anywhere;
      sched_getaffinity(0, sizeof anywhere, &anywhere);
      CPU_ZERO(&here);
      CPU_SET(processor, &here);
      sched_setaffinity(0, sizeof here, &here);
      sched_setaffinity(0, sizeof anywhere, &anywhere);
      pool.make_way();
      if (sched_getcpu() != processor) ++moved;
      expect(processors() == before, "as free as before", threads, processor);
    }).join();
  }
  expect(moved > 0 || threads != all || all == 1, "out of the caller's way", threads, moved);
#endif
}

}  // namespace

void test_pool(unsigned threads) {
  {
    Pool pool(threads);
    expect(pool.threads() == threads, "threads()", threads);
    each_index_once(pool);
    ranges_cover(pool);
    loops_follow_each_other(pool);
    errors_come_out(pool);
    sleep_and_wake(pool);
    rest_between_loops(pool);
  }
  for (int i = 0; i < 50; ++i) Pool unused(threads);
  owner_on_another_thread(threads);
  one_processor_each(threads);
}
