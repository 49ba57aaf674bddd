// What processes tell each other by MPI. Every call here is made by one thread, the one that made the first.
#pragma once
#define OMPI_SKIP_MPICXX 1
#define MPICH_SKIP_MPICXX 1
#include <mpi.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "mpi/memory.h"
#include "mpi/pause.h"

namespace skein::mpi {

using Part = std::span<const std::byte>;
using Target = std::span<std::byte>;

// The first ones in the order of KINDS in src/parallel/node/mpi.ts.
enum class Kind : uint32_t { kBarrier, kBroadcast, kAllGather, kAllToAll, kAllGatherInto, kAllReduce, kClose };

// What a rank tells another before a call: what it is, how many bytes will come, and for kAllGatherInto how many bytes
// of all ranks it has room for.
struct Opening {
  uint32_t kind;
  uint32_t root;
  uint64_t bytes;
  uint64_t room;
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
  // on all ranks where they make different calls, and on one that has no memory; where MPI fails, the job ends.
  std::vector<Block> call(Kind kind, int root, const std::vector<Part>& parts);

  // As kAllGather, into memory that the bytes of all ranks fill, one behind the other.
  void gather_into(Part own, Target all);

  // Adds up the values of all ranks, element by element, in place, in the order of a binary tree over ranks:
  // ((0 + 1) + (2 + 3)) + ...; a last one without a partner goes up a level as it is.
  void reduce(std::span<float> values);

  // MPI's own sum, whose order is the library's: for comparison.
  void sum(float* values, size_t count, bool blocking);

  // Gives MPI the time to send what it took over; to be called now and then while nothing else is.
  void progress();

  // After a call of kClose.
  void finalize();

  [[noreturn]] void abort(int exit_code);

 private:
  std::vector<Opening> open(Kind kind, int root, const std::vector<Part>& parts, size_t room = 0);
  void require(int code);
  std::vector<Block> broadcast(int root, uint64_t bytes, Part own);
  std::vector<Block> swap(const std::vector<Opening>& openings, const std::vector<Part>& parts);
  void swap(const std::vector<Part>& parts, const std::vector<Target>& targets);
  void add_up(std::span<float> values, const std::vector<Target>& others);
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
  // What `reduce` gets from the others: kept, for a training does the same at every step.
  Block others_;
};

}  // namespace skein::mpi
