// What the recurrent kernels share: which position a row visits at which step, packed weights, the register
// tile that multiplies them, and how a sequence is spread over the cores.
//
// Letters: B batch, T steps, D directions, G gates, H hidden; L = kLanes. A block is L neighbouring units.
#pragma once
#include <cstddef>
#include <cstdint>

#include "lib/simd.h"
#include "lib/stream.h"
#include "lib/transpose.h"
#include "pool.h"

namespace skein::SKEIN_SIMD {

// Registers that a tile may use for sums: what is left holds the weights and one broadcast input.
#if defined(__AVX512F__) || defined(__aarch64__)
constexpr int kAccumulators = 24;
#else
constexpr int kAccumulators = 12;
#endif

// Rows of a register tile whose rows hold N vectors each.
template <int N>
constexpr int kTileRows = kAccumulators / N;

// A forward sweep over more floats than this stores past the caches what it does not read again: y and what is
// saved for the derivative.
constexpr size_t kStreamedSweep = size_t{4} << 20;

struct Sequences {
  size_t batch, steps, hidden, directions, gates;
  // Rows of the batch that these are a part of, or all of them.
  size_t whole;
  uint32_t reversed;
  // Per-row lengths, or null where every row has all steps.
  const uint32_t* lengths;

  size_t blocks() const { return (hidden + kLanes - 1) / kLanes; }
  // A panel is N neighbouring blocks.
  size_t panels(int n) const { return (blocks() + n - 1) / n; }
  int lanes(size_t block) const {
    const size_t left = hidden - block * kLanes;
    return left < kLanes ? static_cast<int>(left) : kLanes;
  }
  size_t length(size_t row) const {
    if (!lengths) return steps;
    return lengths[row] < steps ? lengths[row] : steps;
  }
  // Index [b, t] of what `row` reads and writes at `step` of its recurrence: a reversed direction begins at the
  // row's last valid step. Steps past a row's length map to its padding, in order.
  size_t position(size_t direction, size_t row, size_t step) const {
    const size_t length = this->length(row);
    const bool backwards = (reversed >> direction & 1) && step < length;
    return row * steps + (backwards ? length - 1 - step : step);
  }
  bool valid(size_t row, size_t step) const { return step < length(row); }

  // Whether a forward sweep that keeps so many planes streams what it writes.
  bool streams(size_t saved_planes) const {
    const size_t floats = directions * batch * steps * hidden * (gates + 1 + saved_planes);
    return kStreams && hidden % kLanes == 0 && floats > kStreamedSweep;
  }

  // touch(unit) for each cache line of a panel's units.
  template <typename Touch>
  void for_panel_lines(size_t panel, int n, Touch&& touch) const {
    const size_t begin = panel * n * kLanes;
    const size_t end = begin + n * kLanes < hidden ? begin + n * kLanes : hidden;
    for (size_t unit = begin; unit < end; unit += 16) touch(unit);
  }

  // Where the values of unit 0 begin.
  size_t gates_at(size_t direction, size_t position) const {
    return (position * directions + direction) * gates * hidden;
  }
  size_t output_at(size_t direction, size_t position) const { return (position * directions + direction) * hidden; }
  size_t saved_at(size_t plane, size_t direction, size_t position) const {
    return ((plane * directions + direction) * batch * steps + position) * hidden;
  }
  size_t state_at(size_t state, size_t direction, size_t row) const {
    return ((state * directions + direction) * batch + row) * hidden;
  }
  // The gradients of one step, row by row: [2, D, B, G, H], for even and odd steps in turn. In `gates` the rows
  // of a step are T steps apart; where that is a multiple of 64 KiB, a few rows fill their cache sets.
  size_t gradients_size() const { return 2 * directions * batch * gates * hidden; }
  size_t gradients_at(size_t step, size_t direction, size_t row) const {
    return (((step & 1) * directions + direction) * batch + row) * gates * hidden;
  }
};

template <typename Params>
static inline Sequences sequences(const Params& k, size_t gates) {
  return {k.batch,    k.steps,
          k.hidden,   k.directions,
          gates,      k.whole ? k.whole : k.batch,
          k.reversed, k.has_lengths ? k.lengths : nullptr};
}

// The first n lanes; blocks are whole but for the last one, which is worth a branch where there are no masks.
static inline vf load_block(const float* p, int n) { return n == kLanes ? load(p) : load_first(p, n); }
static inline void store_block(float* p, vf v, int n) {
  if (n == kLanes) {
    store(p, v);
  } else {
    store_first(p, v, n);
  }
}

// The same for what is not read again soon. Blocks are whole where `streams`.
static inline void store_result(float* p, vf v, int n, bool streams) {
  if (streams) {
    stream(p, v);
  } else {
    store_block(p, v, n);
  }
}

// acc[r][n] += sum over i of inputs[r][i] * weights[i][n], with weights packed as [count, N, L].
template <int R, int N>
static inline void accumulate(vf (&acc)[R][N], const float* const (&inputs)[R], const float* weights, size_t count) {
  for (size_t i = 0; i < count; ++i) {
    // Each operand is loaded once: the fewer ones stay in registers beside the sums, one of the others at a time.
    if constexpr (R < N) {
      vf x[R];
#pragma GCC unroll 24
      for (int r = 0; r < R; ++r) x[r] = splat(inputs[r][i]);
#pragma GCC unroll 24
      for (int n = 0; n < N; ++n) {
        const vf w = in_register(load(weights + (i * N + n) * kLanes));
#pragma GCC unroll 24
        for (int r = 0; r < R; ++r) acc[r][n] += x[r] * w;
      }
    } else {
      vf w[N];
#pragma GCC unroll 24
      for (int n = 0; n < N; ++n) w[n] = load(weights + (i * N + n) * kLanes);
#pragma GCC unroll 24
      for (int r = 0; r < R; ++r) {
        const vf x = splat(inputs[r][i]);
#pragma GCC unroll 24
        for (int n = 0; n < N; ++n) acc[r][n] += x * w[n];
      }
    }
  }
}

// The same with upcoming(r) called for each row on the way. What a row needs after the sum is prefetched there:
// all rows at once would be more requests than the core has slots for, and it would wait.
template <int R, int N, typename Upcoming>
static inline void accumulate(vf (&acc)[R][N], const float* const (&inputs)[R], const float* weights, size_t count,
                              Upcoming&& upcoming) {
  const float* from[R];
#pragma GCC unroll 24
  for (int r = 0; r < R; ++r) from[r] = inputs[r];
  for (int slice = 0; slice < R; ++slice) {
    const size_t begin = slice * count / R, end = (slice + 1) * count / R;
    upcoming(slice);
    accumulate<R, N>(acc, from, weights + begin * N * kLanes, end - begin);
#pragma GCC unroll 24
    for (int r = 0; r < R; ++r) from[r] += end - begin;
  }
}

// Whether a forward sweep multiplies W_hh where it lies. Packing costs as much as three products of one row, whose
// sums in packed order are so few that they wait for each other. With 16 lanes both cost too little to gain by it.
// The sums' order is another one: a row of a batch has its bits in any part, so that the whole batch decides.
static inline bool in_place(const Sequences& q) { return q.whole == 1 && kLanes < 16; }

// sum over i of weights[lane][i] * x[i] for the first `lanes` rows of `weights`, which lie `count` floats apart. The
// other lanes repeat the last row's.
static inline vf dot_rows(const float* weights, int lanes, const float* x, size_t count) {
  const float* rows[kLanes];
  vf sums[kLanes];
#pragma GCC unroll 16
  for (int lane = 0; lane < kLanes; ++lane) {
    rows[lane] = weights + (lane < lanes ? lane : lanes - 1) * count;
    sums[lane] = vf{};
  }
  size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    const vf v = load(x + i);
#pragma GCC unroll 16
    for (int lane = 0; lane < kLanes; ++lane) sums[lane] += v * load(rows[lane] + i);
  }
  if (i < count) {
    const int left = static_cast<int>(count - i);
    const vf v = load_first(x + i, left);
#pragma GCC unroll 16
    for (int lane = 0; lane < kLanes; ++lane) sums[lane] += v * load_first(rows[lane] + i, left);
  }
  transpose(sums);
#pragma GCC unroll 4
  for (int width = kLanes / 2; width > 0; width /= 2) {
#pragma GCC unroll 8
    for (int lane = 0; lane < width; ++lane) sums[lane] += sums[lane + width];
  }
  return sums[0];
}

// sums[g] += W_hh h of the block's units for each gate, with W_hh of the block's direction where it lies.
template <int G>
static inline void multiply_in_place(const Sequences& q, const float* weight_hh, size_t block, const float* h,
                                     vf (&sums)[G]) {
  for (int g = 0; g < G; ++g) {
    const float* rows = weight_hh + (g * q.hidden + block * kLanes) * q.hidden;
    sums[g] += dot_rows(rows, q.lanes(block), h, q.hidden);
  }
}

// Rows of W_hh that the lanes of one vector of sums belong to.
struct LaneRows {
  size_t first;
  int lanes;
};

// Packs rows of W_hh for h W_hh^T: [H, N, L]; vector n holds the rows of lane_rows(n). Lanes without a row are zero.
template <int N, typename Rows>
static inline void pack_forward(const Sequences& q, const float* weight_hh, float* packed, Rows&& lane_rows) {
  for (int n = 0; n < N; ++n) {
    const LaneRows rows = lane_rows(n);
    for (size_t i = 0; i < q.hidden; i += kLanes) {
      const int columns = q.hidden - i < kLanes ? static_cast<int>(q.hidden - i) : kLanes;
      vf square[kLanes];
      for (int lane = 0; lane < kLanes; ++lane) {
        square[lane] = lane < rows.lanes ? load_block(weight_hh + (rows.first + lane) * q.hidden + i, columns) : vf{};
      }
      transpose(square);
      for (int j = 0; j < columns; ++j) store(packed + ((i + j) * N + n) * kLanes, square[j]);
    }
  }
}

// The same with a block's gates side by side, so that one row of weights holds all gates of L units.
template <int G>
static inline void pack_gates(const Sequences& q, const float* weight_hh, float* packed, size_t block) {
  pack_forward<G>(q, weight_hh, packed + block * q.hidden * G * kLanes,
                  [&](int gate) { return LaneRows{gate * q.hidden + block * kLanes, q.lanes(block)}; });
}

// Packs the columns of W_hh that belong to a panel of N blocks for dz W_hh: [G*H, N, L]. Lanes past H are zero.
template <int N>
static inline void pack_backward(const Sequences& q, const float* weight_hh, float* packed, size_t panel) {
  const size_t rows = q.gates * q.hidden;
  for (size_t i = 0; i < rows; ++i) {
    for (int n = 0; n < N; ++n) {
      const size_t block = panel * N + n;
      const vf w = block < q.blocks() ? load_block(weight_hh + i * q.hidden + block * kLanes, q.lanes(block)) : vf{};
      store(packed + (i * N + n) * kLanes, w);
    }
  }
}

// A rectangle of one step's work: rows of the batch by panels of units.
struct Tile {
  size_t direction, row_begin, row_end, panel_begin, panel_end;
  // From the last panel to the first.
  bool downwards;

  // body(panel) for each panel, in the tile's order.
  template <typename Body>
  void for_panels(Body&& body) const {
    for (size_t i = panel_begin; i < panel_end; ++i) body(downwards ? panel_begin + panel_end - 1 - i : i);
  }
};

// Rows that one core takes through the whole sequence: enough to use each block of weights several times while
// it is in the first cache, few enough that their state stays there too.
constexpr size_t kRowsPerTask = 64;
// A step that reads fewer weights than this is not worth two cores that wait for each other after it.
constexpr size_t kSharedStepWeights = 40000;

// Calls body(step, tile) for `count` steps in order, each over all directions, rows and panels of units. Within a
// step tiles run in any order, and which tiles there are must not change what is computed for a row and a unit.
//
// Batches are split by rows, which never wait for each other. Where there are too few rows, the cores share the
// units of each step instead and meet after it.
template <typename Body>
static inline void for_steps(const Sequences& q, Pool& pool, size_t count, size_t panels, size_t tile_rows,
                             Body&& body) {
  const size_t threads = pool.threads();
  const size_t weights = q.hidden * q.hidden * q.gates;
  // Every tile of rows reads all of them.
  const size_t weights_read = q.directions * ((q.batch + tile_rows - 1) / tile_rows) * weights;
  const size_t rows_per_thread = q.directions * q.batch / threads;
  const bool few_rows = rows_per_thread < tile_rows || (rows_per_thread < 24 && weights > (size_t{128} << 10));
  if (threads > 1 && few_rows && q.directions % threads != 0 && panels > 1 && weights_read > kSharedStepWeights) {
    const size_t chunks = threads < panels ? threads : panels;
    for (size_t step = 0; step < count; ++step) {
      pool.parallel_for(q.directions * chunks, [&](size_t task) {
        const size_t chunk = task % chunks;
        // Up in one step and down in the next: what the second cache holds of the weights is needed first.
        body(step,
             Tile{task / chunks, 0, q.batch, chunk * panels / chunks, (chunk + 1) * panels / chunks, step % 2 == 1});
      });
    }
    return;
  }
  // As many tasks as the threads can share evenly.
  size_t tasks = (q.batch + kRowsPerTask - 1) / kRowsPerTask;
  while (q.directions * tasks % threads != 0) ++tasks;
  size_t rows = (q.batch + tasks - 1) / tasks;
  if (rows > 4 * tile_rows) rows = (rows + tile_rows - 1) / tile_rows * tile_rows;
  tasks = (q.batch + rows - 1) / rows;
  pool.parallel_for(q.directions * tasks, [&](size_t task) {
    const size_t begin = task % tasks * rows;
    const size_t end = begin + rows < q.batch ? begin + rows : q.batch;
    for (size_t step = 0; step < count; ++step) {
      // As above; with more rows it costs more than it saves.
      body(step, Tile{task / tasks, begin, end, 0, panels, q.batch == 1 && step % 2 == 1});
    }
  });
}

// body.template operator()<R>(row) for R = rows, at most MaxR.
template <int MaxR, typename Body>
static inline void for_row_tile(size_t row, size_t rows, Body&& body) {
  if constexpr (MaxR > 1) {
    if (rows < MaxR) return for_row_tile<MaxR - 1>(row, rows, body);
  }
  body.template operator()<MaxR>(row);
}

// The same over begin .. end-1 in groups of R rows, R at most MaxR. The last two groups share their rows evenly: few
// rows have few sums, which wait for each other.
template <int MaxR, typename Body>
static inline void for_row_tiles(size_t begin, size_t end, Body&& body) {
  for (size_t row = begin; row < end;) {
    const size_t left = end - row;
    const size_t rows = left >= 2 * MaxR ? MaxR : left > MaxR ? (left + 1) / 2 : left;
    for_row_tile<MaxR>(row, rows, body);
    row += rows;
  }
}

}  // namespace skein::SKEIN_SIMD
