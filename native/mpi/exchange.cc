#include "mpi/exchange.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
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

// Sums of more bytes, of more than two ranks, are made in slices: each rank makes one, and sends it to all.
constexpr size_t kLongSum = size_t{64} << 10;

std::string message_of(int code) {
  std::array<char, MPI_MAX_ERROR_STRING> text{};
  int length = 0;
  MPI_Error_string(code, text.data(), &length);
  return "MPI: " + std::string(text.data(), static_cast<size_t>(length));
}

void check(int code) {
  if (code != MPI_SUCCESS) throw std::runtime_error(message_of(code));
}

std::string describe(const Opening& opening) {
  constexpr std::array names = {"barrier", "broadcast", "allGather", "allToAll", "allGatherInto", "allReduce", "close"};
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
std::vector<Opening> Exchange::open(Kind kind, int root, const std::vector<Part>& parts, size_t room) {
  std::vector<Opening> told, heard(static_cast<size_t>(size_));
  for (int to = 0; to < size_; ++to) {
    const Part part = parts.empty() ? Part() : parts[parts.size() == 1 ? 0 : static_cast<size_t>(to)];
    told.push_back({static_cast<uint32_t>(kind), static_cast<uint32_t>(root), part.size(), room});
  }
  std::vector<MPI_Request> requests(1);
  require(MPI_Ialltoall(told.data(), sizeof(Opening), MPI_BYTE, heard.data(), sizeof(Opening), MPI_BYTE, comm_,
                        requests.data()));
  wait(requests, Pause(kUntilMet));
  for (size_t rank = 1; rank < heard.size(); ++rank) {
    if (heard[rank].kind == heard[0].kind && heard[rank].root == heard[0].root) continue;
    throw std::runtime_error("the ranks of the job do not do the same: rank 0 calls " + describe(heard[0]) + ", rank " +
                             std::to_string(rank) + " " + describe(heard[rank]));
  }
  return heard;
}

std::vector<Block> Exchange::broadcast(int root, uint64_t bytes, Part own) {
  std::vector<Block> blocks;
  blocks.push_back(allocate(bytes));
  if (root == rank_ && bytes > 0) std::memcpy(blocks[0].data.get(), own.data(), bytes);
  std::vector<MPI_Request> requests;
  for_parts(bytes, [&](size_t at, int count) {
    requests.push_back(MPI_REQUEST_NULL);
    require(MPI_Ibcast(blocks[0].data.get() + at, count, MPI_BYTE, root, comm_, &requests.back()));
  });
  wait(requests, Pause(kUntilMoved));
  return blocks;
}

std::vector<Block> Exchange::swap(const std::vector<Opening>& openings, const std::vector<Part>& parts) {
  // All memory is taken before MPI is given any of it: what is freed on the way out must not be written into.
  std::vector<Block> blocks;
  std::vector<Target> targets;
  for (const Opening& opening : openings) {
    blocks.push_back(allocate(opening.bytes));
    targets.emplace_back(blocks.back().data.get(), opening.bytes);
  }
  swap(parts, targets);
  return blocks;
}

// Sends parts[r] to rank r, and fills targets[r] with what that one sends. `targets` may be empty here, where the own
// part is nothing to move.
void Exchange::swap(const std::vector<Part>& parts, const std::vector<Target>& targets) {
  const auto own = static_cast<size_t>(rank_);
  if (!targets[own].empty()) std::memcpy(targets[own].data(), parts[own].data(), parts[own].size());
  size_t messages = 0;
  for (size_t rank = 0; rank < targets.size(); ++rank) {
    if (rank != own) messages += count_parts(targets[rank].size()) + count_parts(parts[rank].size());
  }
  std::vector<MPI_Request> requests;
  requests.reserve(messages);
  // Each begins with its neighbour, so that they do not all send to the same rank at once.
  for (int distance = 1; distance < size_; ++distance) {
    const int from = (rank_ + size_ - distance) % size_;
    const Target target = targets[static_cast<size_t>(from)];
    for_parts(target.size(), [&](size_t at, int count) {
      requests.push_back(MPI_REQUEST_NULL);
      require(MPI_Irecv(target.data() + at, count, MPI_BYTE, from, kTag, comm_, &requests.back()));
    });
  }
  for (int distance = 1; distance < size_; ++distance) {
    const int to = (rank_ + distance) % size_;
    const Part part = parts[static_cast<size_t>(to)];
    for_parts(part.size(), [&](size_t at, int count) {
      requests.push_back(MPI_REQUEST_NULL);
      require(MPI_Isend(part.data() + at, count, MPI_BYTE, to, kTag, comm_, &requests.back()));
    });
  }
  wait(requests, Pause(kUntilMoved));
}

void Exchange::gather_into(Part own, Target all) {
  const std::vector<Opening> openings = open(Kind::kAllGatherInto, 0, {own}, all.size());
  uint64_t bytes = 0;
  for (const Opening& opening : openings) bytes += opening.bytes;
  for (size_t rank = 0; rank < openings.size(); ++rank) {
    if (openings[rank].room == bytes) continue;
    throw std::runtime_error("allGatherInto: " + std::to_string(bytes) + " bytes come from the ranks, rank " +
                             std::to_string(rank) + " has room for " + std::to_string(openings[rank].room));
  }
  std::vector<Target> targets;
  for (const Opening& opening : openings) {
    targets.push_back(all.first(opening.bytes));
    all = all.subspan(opening.bytes);
  }
  swap(std::vector<Part>(targets.size(), own), targets);
}

void Exchange::reduce(std::span<float> values) {
  const Target bytes = std::as_writable_bytes(values);
  const std::vector<Opening> openings = open(Kind::kAllReduce, 0, {bytes});
  for (size_t rank = 1; rank < openings.size(); ++rank) {
    if (openings[rank].bytes == openings[0].bytes) continue;
    throw std::runtime_error("allReduce: rank 0 brings " + std::to_string(openings[0].bytes / sizeof(float)) +
                             " numbers, rank " + std::to_string(rank) + " " +
                             std::to_string(openings[rank].bytes / sizeof(float)));
  }
  const auto ranks = static_cast<size_t>(size_);
  const auto own = static_cast<size_t>(rank_);
  const bool whole = ranks <= 2 || bytes.size() <= kLongSum;
  // Rank r makes the sums from begin(r) to before begin(r + 1); all make all of them where they are few.
  const auto begin = [&](size_t rank) { return values.size() * rank / ranks; };
  const auto slice = [&](size_t rank) {
    return whole ? values : values.subspan(begin(rank), begin(rank + 1) - begin(rank));
  };
  const std::span<float> sums = slice(own);
  if (others_.size < (ranks - 1) * sums.size_bytes()) others_ = allocate((ranks - 1) * sums.size_bytes());
  std::vector<Part> parts;
  std::vector<Target> terms;
  std::byte* next = others_.data.get();
  for (size_t rank = 0; rank < ranks; ++rank) {
    parts.push_back(std::as_bytes(slice(rank)));
    terms.emplace_back(next, rank == own ? 0 : sums.size_bytes());
    next += terms.back().size();
  }
  swap(parts, terms);
  add_up(sums, terms);
  if (whole) return;
  std::vector<Target> targets;
  for (size_t rank = 0; rank < ranks; ++rank) {
    targets.push_back(rank == own ? Target() : std::as_writable_bytes(slice(rank)));
  }
  swap(std::vector<Part>(ranks, std::as_bytes(sums)), targets);
}

// Adds what the other ranks sent to this rank's own values.
void Exchange::add_up(std::span<float> values, const std::vector<Target>& others) {
  std::vector<float*> terms;
  for (const Target other : others) terms.push_back(reinterpret_cast<float*>(other.data()));
  const size_t count = terms.size();
  terms[static_cast<size_t>(rank_)] = values.data();
  for (size_t step = 1; step < count; step *= 2) {
    for (size_t i = 0; i + step < count; i += 2 * step) {
      const float* left = terms[i];
      const float* right = terms[i + step];
      float* sum = 2 * step >= count ? values.data() : terms[i];
      for (size_t at = 0; at < values.size(); ++at) sum[at] = left[at] + right[at];
    }
  }
}

void Exchange::sum(float* values, size_t count, bool blocking) {
  const int all = static_cast<int>(count);
  if (blocking) {
    require(MPI_Allreduce(MPI_IN_PLACE, values, all, MPI_FLOAT, MPI_SUM, comm_));
    return;
  }
  std::vector<MPI_Request> requests(1);
  require(MPI_Iallreduce(MPI_IN_PLACE, values, all, MPI_FLOAT, MPI_SUM, comm_, requests.data()));
  wait(requests, Pause(kUntilMoved));
}

void Exchange::wait(std::vector<MPI_Request>& requests, Pause pause) {
  for (;;) {
    int done = 0;
    require(MPI_Testall(static_cast<int>(requests.size()), requests.data(), &done, MPI_STATUSES_IGNORE));
    if (done) return;
    const int exit_code = exit_code_.load();
    if (exit_code >= 0) abort(exit_code);
    pause.once();
  }
}

// MPI may still hold the memory of messages: it must not be given back, and the others cannot be told.
void Exchange::require(int code) {
  if (code == MPI_SUCCESS) return;
  std::fprintf(stderr, "rank %d: %s: the job ends\n", rank_, message_of(code).c_str());
  abort(1);
}

void Exchange::progress() {
  int found = 0;
  require(MPI_Iprobe(MPI_ANY_SOURCE, kTag, comm_, &found, MPI_STATUS_IGNORE));
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
