#include "mpi/exchange.h"

#include <unistd.h>

#ifdef __linux__
#include <sys/mman.h>
#endif

#include <algorithm>
#include <array>
#include <cstring>
#include <stdexcept>
#include <utility>

namespace skein::mpi {
namespace {

constexpr int kTag = 1;

// Others may be far from this call yet: seconds are as likely as microseconds.
constexpr std::chrono::microseconds kUntilMet{1000};
// All are here, and the data moves only while somebody looks.
constexpr std::chrono::microseconds kUntilMoved{20};

void check(int code) {
  if (code == MPI_SUCCESS) return;
  std::array<char, MPI_MAX_ERROR_STRING> text{};
  int length = 0;
  MPI_Error_string(code, text.data(), &length);
  throw std::runtime_error("MPI: " + std::string(text.data(), static_cast<size_t>(length)));
}

void* take(size_t bytes) {
#ifdef __linux__
  // Long messages fill new memory: with small pages, that took longer than the transfer.
  constexpr size_t kHugePage = size_t{2} << 20;
  if (bytes >= 2 * kHugePage) {
    void* data = std::aligned_alloc(kHugePage, (bytes + kHugePage - 1) / kHugePage * kHugePage);
    if (data) madvise(data, bytes, MADV_HUGEPAGE);
    return data;
  }
#endif
  return std::malloc(bytes);
}

Block allocate(size_t bytes) {
  if (bytes == 0) return {};
  Block block{std::unique_ptr<std::byte, Free>(static_cast<std::byte*>(take(bytes))), bytes};
  if (!block.data) {
    throw std::runtime_error("there is no memory for a message of " + std::to_string(bytes) +
                             " bytes: give the job more of it, or start fewer ranks on this machine");
  }
  return block;
}

Block copy(Part part) {
  Block block = allocate(part.size());
  if (!part.empty()) std::memcpy(block.data.get(), part.data(), part.size());
  return block;
}

std::string describe(const Opening& opening) {
  constexpr std::array names = {"barrier", "broadcast", "allGather", "allToAll", "close"};
  const std::string name = opening.kind < names.size() ? names[opening.kind] : "something else";
  return name == "broadcast" ? name + " from rank " + std::to_string(opening.root) : name;
}

}  // namespace

template <typename Body>
void Exchange::for_parts(size_t bytes, Body body) const {
  for (size_t at = 0; at < bytes; at += longest_part_) body(at, static_cast<int>(std::min(bytes - at, longest_part_)));
}

size_t Exchange::count_parts(size_t bytes) const { return (bytes + longest_part_ - 1) / longest_part_; }

Exchange::Exchange(const std::atomic<int>& exit_code, size_t longest_part)
    : exit_code_(exit_code),
      longest_part_(longest_part) {
  Pause::sharpen();
  int granted = MPI_THREAD_SINGLE;
  check(MPI_Init_thread(nullptr, nullptr, MPI_THREAD_SERIALIZED, &granted));
  // FUNNELED is all that is relied upon: this thread makes all calls.
  if (granted < MPI_THREAD_FUNNELED) {
    MPI_Finalize();
    throw std::runtime_error(
        "this MPI library was built without threads: install one with MPI_THREAD_FUNNELED or better");
  }
  check(MPI_Comm_dup(MPI_COMM_WORLD, &comm_));
  check(MPI_Comm_set_errhandler(comm_, MPI_ERRORS_RETURN));
  check(MPI_Comm_rank(comm_, &rank_));
  check(MPI_Comm_size(comm_, &size_));
  std::array<char, MPI_MAX_LIBRARY_VERSION_STRING> text{};
  int length = 0;
  check(MPI_Get_library_version(text.data(), &length));
  library_ = std::string(text.data(), static_cast<size_t>(length));
}

std::vector<Block> Exchange::call(Kind kind, int root, const std::vector<Part>& parts) {
  const std::vector<Opening> openings = open(kind, root, parts);
  switch (kind) {
    case Kind::kBroadcast:
      return broadcast(root, openings[static_cast<size_t>(root)].bytes, parts[0]);
    case Kind::kAllGather:
      return swap(openings, std::vector<Part>(static_cast<size_t>(size_), parts[0]));
    case Kind::kAllToAll:
      return swap(openings, parts);
    default:
      return {};
  }
}

// Tells every rank what this one is about to do, and how many bytes it will send there. So nobody waits for a message
// that never comes, and memory is taken when it is known how much.
std::vector<Opening> Exchange::open(Kind kind, int root, const std::vector<Part>& parts) {
  std::vector<Opening> told, heard(static_cast<size_t>(size_));
  for (int to = 0; to < size_; ++to) {
    const Part part = parts.empty() ? Part() : parts[parts.size() == 1 ? 0 : static_cast<size_t>(to)];
    told.push_back({static_cast<uint32_t>(kind), static_cast<uint32_t>(root), part.size()});
  }
  std::vector<MPI_Request> requests(1);
  check(MPI_Ialltoall(told.data(), sizeof(Opening), MPI_BYTE, heard.data(), sizeof(Opening), MPI_BYTE, comm_,
                      requests.data()));
  wait(requests, Pause(kUntilMet));
  for (size_t rank = 1; rank < heard.size(); ++rank) {
    const auto [kind, root, bytes] = heard[rank];
    if (kind == heard[0].kind && root == heard[0].root) continue;
    throw std::runtime_error("the ranks of the job do not do the same: rank 0 calls " + describe(heard[0]) + ", rank " +
                             std::to_string(rank) + " " + describe(heard[rank]));
  }
  return heard;
}

std::vector<Block> Exchange::broadcast(int root, uint64_t bytes, Part own) {
  std::vector<Block> blocks;
  blocks.push_back(root == rank_ ? copy(own) : allocate(bytes));
  std::vector<MPI_Request> requests;
  for_parts(bytes, [&](size_t at, int count) {
    requests.push_back(MPI_REQUEST_NULL);
    check(MPI_Ibcast(blocks[0].data.get() + at, count, MPI_BYTE, root, comm_, &requests.back()));
  });
  wait(requests, Pause(kUntilMoved));
  return blocks;
}

std::vector<Block> Exchange::swap(const std::vector<Opening>& openings, const std::vector<Part>& parts) {
  // All memory is taken before MPI is given any of it: what is freed on the way out must not be written into.
  std::vector<Block> blocks;
  size_t messages = 0;
  for (size_t rank = 0; rank < openings.size(); ++rank) {
    const bool own = rank == static_cast<size_t>(rank_);
    blocks.push_back(own ? copy(parts[rank]) : allocate(openings[rank].bytes));
    if (!own) messages += count_parts(blocks[rank].size) + count_parts(parts[rank].size());
  }
  std::vector<MPI_Request> requests;
  requests.reserve(messages);
  // Each begins with its neighbour, so that they do not all send to the same rank at once.
  for (int distance = 1; distance < size_; ++distance) {
    const int from = (rank_ + size_ - distance) % size_;
    const Block& block = blocks[static_cast<size_t>(from)];
    for_parts(block.size, [&](size_t at, int count) {
      requests.push_back(MPI_REQUEST_NULL);
      check(MPI_Irecv(block.data.get() + at, count, MPI_BYTE, from, kTag, comm_, &requests.back()));
    });
  }
  for (int distance = 1; distance < size_; ++distance) {
    const int to = (rank_ + distance) % size_;
    const Part part = parts[static_cast<size_t>(to)];
    for_parts(part.size(), [&](size_t at, int count) {
      requests.push_back(MPI_REQUEST_NULL);
      check(MPI_Isend(part.data() + at, count, MPI_BYTE, to, kTag, comm_, &requests.back()));
    });
  }
  wait(requests, Pause(kUntilMoved));
  return blocks;
}

void Exchange::sum(float* values, size_t count, bool blocking) {
  const int all = static_cast<int>(count);
  if (blocking) {
    check(MPI_Allreduce(MPI_IN_PLACE, values, all, MPI_FLOAT, MPI_SUM, comm_));
    return;
  }
  std::vector<MPI_Request> requests(1);
  check(MPI_Iallreduce(MPI_IN_PLACE, values, all, MPI_FLOAT, MPI_SUM, comm_, requests.data()));
  wait(requests, Pause(kUntilMoved));
}

void Exchange::wait(std::vector<MPI_Request>& requests, Pause pause) {
  for (;;) {
    int done = 0;
    check(MPI_Testall(static_cast<int>(requests.size()), requests.data(), &done, MPI_STATUSES_IGNORE));
    if (done) return;
    const int exit_code = exit_code_.load();
    if (exit_code >= 0) abort(exit_code);
    pause.once();
  }
}

void Exchange::progress() {
  int found = 0;
  check(MPI_Iprobe(MPI_ANY_SOURCE, kTag, comm_, &found, MPI_STATUS_IGNORE));
}

void Exchange::finalize() {
  MPI_Comm_free(&comm_);
  MPI_Finalize();
}

void Exchange::abort(int exit_code) {
  MPI_Abort(MPI_COMM_WORLD, exit_code);
  _exit(exit_code);
}

}  // namespace skein::mpi
