// What processes tell each other by MPI. Every call here is made by one thread, the one that made the first.
#pragma once
#define OMPI_SKIP_MPICXX 1
#define MPICH_SKIP_MPICXX 1
#include <mpi.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "mpi/pause.h"

namespace skein::mpi {

struct Free {
  void operator()(std::byte* data) const { std::free(data); }
};

// Bytes that came from another process.
struct Block {
  std::unique_ptr<std::byte, Free> data;
  size_t size = 0;
};

using Part = std::span<const std::byte>;

// In the order of KINDS in src/parallel/node/mpi.ts.
enum class Kind : uint32_t { kBarrier, kBroadcast, kAllGather, kAllToAll, kClose };

// What a rank tells another before a call: what it is, and how many bytes will come.
struct Opening {
  uint32_t kind;
  uint32_t root;
  uint64_t bytes;
};

class Exchange {
 public:
  // Starts MPI. `exit_code` is looked at while waiting: where it is not negative, the job ends with it.
  // Messages are cut into parts of `longest_part` bytes, at most what an int counts.
  Exchange(const std::atomic<int>& exit_code, size_t longest_part);
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  int rank() const { return rank_; }
  int size() const { return size_; }
  const std::string& library() const { return library_; }

  // All ranks make the same calls. `parts` are what this rank brings: one for broadcast and allGather, one for each
  // rank for allToAll, none otherwise. Returns as many blocks as ranks, or one for broadcast. Throws std::runtime_error
  // where MPI fails, or the ranks make different calls.
  std::vector<Block> call(Kind kind, int root, const std::vector<Part>& parts);

  // MPI's own sum, whose order is the library's: for comparison.
  void sum(float* values, size_t count, bool blocking);

  // Gives MPI the time to send what it took over; to be called now and then while nothing else is.
  void progress();

  // After a call of kClose.
  void finalize();

  [[noreturn]] void abort(int exit_code);

 private:
  std::vector<Opening> open(Kind kind, int root, const std::vector<Part>& parts);
  std::vector<Block> broadcast(int root, uint64_t bytes, Part own);
  std::vector<Block> swap(const std::vector<Opening>& openings, const std::vector<Part>& parts);
  void wait(std::vector<MPI_Request>& requests, Pause pause);

  // Calls body(offset, count) for each part of a message.
  template <typename Body>
  void for_parts(size_t bytes, Body body) const;

  size_t count_parts(size_t bytes) const;

  const std::atomic<int>& exit_code_;
  const size_t longest_part_;
  MPI_Comm comm_ = MPI_COMM_NULL;
  int rank_ = 0;
  int size_ = 1;
  std::string library_;
};

}  // namespace skein::mpi
