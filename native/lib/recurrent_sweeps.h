// The ways of the recurrent kernels through a sequence, for cells that say what a step does with its product.
// Letters and layouts are those of lib/recurrent.h.
#pragma once
#include <cstddef>

#include "lib/recurrent.h"
#include "lib/simd.h"
#include "lib/workspace.h"
#include "pool.h"

namespace skein::SKEIN_SIMD {

// Where a forward sweep keeps h: in `initial` before the first step, in `final_state` after the last one, and
// between steps in `turns`, [2, D, B, H], in turn.
struct HiddenStates {
  const float* initial;
  float* final_state;
  float* turns;

  const float* before(const Sequences& q, size_t step, size_t direction, size_t row) const {
    return step == 0 ? initial + q.state_at(0, direction, row) : turns + q.state_at(step & 1, direction, row);
  }
  float* after(const Sequences& q, size_t step, size_t direction, size_t row) const {
    return step + 1 == q.steps ? final_state + q.state_at(0, direction, row)
                               : turns + q.state_at((step + 1) & 1, direction, row);
  }
};

// R rows from `row`, one block of units, one step: all gates of a unit are in one tile. `packed` is
// [D, blocks, H, G, L], or null where W_hh is multiplied in place.
template <int R, typename Cell>
static inline void forward_tile(const Cell& cell, const float* packed, size_t step, size_t direction, size_t row,
                                size_t block) {
  constexpr int kGates = Cell::kGates;
  const auto& k = cell.k;
  const Sequences& q = cell.q;
  const size_t unit = block * kLanes;
  const float* h[R];
  bool any = false;
#pragma GCC unroll 24
  for (int r = 0; r < R; ++r) {
    h[r] = cell.states.before(q, step, direction, row + r);
    const float* gates = k.gates + q.gates_at(direction, q.position(direction, row + r, step)) + unit;
    for (int g = 0; g < kGates; ++g) __builtin_prefetch(gates + g * q.hidden, 1);
    any |= q.valid(row + r, step);
  }
  vf acc[R][kGates];
  const float* bias = k.bias_hh + direction * kGates * q.hidden + unit;
#pragma GCC unroll 24
  for (int r = 0; r < R; ++r) {
#pragma GCC unroll 24
    for (int g = 0; g < kGates; ++g) acc[r][g] = load_block(bias + g * q.hidden, q.lanes(block));
  }
  if (any && packed) {
    const float* weights = packed + (direction * q.blocks() + block) * q.hidden * kGates * kLanes;
    accumulate<R, kGates>(acc, h, weights, q.hidden);
  } else if (any) {
    multiply_in_place(q, k.weight_hh + direction * kGates * q.hidden * q.hidden, block, h[0], acc[0]);
  }
#pragma GCC unroll 24
  for (int r = 0; r < R; ++r) cell.finish(step, direction, row + r, block, h[r] + unit, acc[r]);
}

// The forward sweep of a cell with several gates. Cell is {k, q, states, streams} with kGates, kPlanes, and
// finish(step, direction, row, block, h, product): from h and W_hh h + b_hh, both of the block's units, to the gates
// and the next state of one row.
template <typename Cell, typename Params>
static inline void sweep_forward(const Params& k, Pool& pool) {
  constexpr int kGates = Cell::kGates;
  constexpr int kRows = kTileRows<kGates>;
  const Sequences q = sequences(k, kGates);
  const size_t packed_size = in_place(q) ? 0 : q.blocks() * q.hidden * kGates * kLanes;
  float* packed = workspace(Slot::shared, q.directions * (packed_size + 2 * q.batch * q.hidden));
  pool.parallel_for(packed_size ? q.directions * q.blocks() : 0, [&](size_t task) {
    const size_t direction = task / q.blocks();
    const float* weights = k.weight_hh + direction * kGates * q.hidden * q.hidden;
    pack_gates<kGates>(q, weights, packed + direction * packed_size, task % q.blocks());
  });
  const HiddenStates states{k.initial, k.final_state, packed + q.directions * packed_size};
  const Cell cell{k, q, states, q.streams(Cell::kPlanes)};
  const float* weights = packed_size ? packed : nullptr;
  for_steps(q, pool, q.steps, q.blocks(), kRows, [&](size_t step, const Tile& tile) {
    tile.for_panels([&](size_t block) {
      for_row_tiles<kRows>(tile.row_begin, tile.row_end, [&]<int R>(size_t row) {
        forward_tile<R>(cell, weights, step, tile.direction, row, block);
      });
    });
    if (cell.streams) stream_fence();
  });
}

// Blocks of a panel whose sums a backward tile holds for each row.
constexpr int kBackwardPanel = 4;

// R rows from `row`, a panel of units. `later` is the step after the one whose h' is meant here: its gradients
// are known. Step 0's h is the initial state, for which later == 0. `packed` is [D, panels, G*H, kBackwardPanel, L].
template <int R, typename Cell>
static inline void backward_tile(const Cell& cell, const float* packed, size_t later, size_t direction, size_t row,
                                 size_t panel) {
  constexpr int kPanel = kBackwardPanel;
  const Sequences& q = cell.q;
  vf acc[R][kPanel]{};
  const float* rows[R];
  bool any = false;
#pragma GCC unroll 24
  for (int r = 0; r < R; ++r) {
    rows[r] = cell.gradients + q.gradients_at(later, direction, row + r);
    any |= q.valid(row + r, later);
  }
  if (any) {
    const size_t at = (direction * q.panels(kPanel) + panel) * Cell::kGates * q.hidden * kPanel * kLanes;
    accumulate<R, kPanel>(acc, rows, packed + at, Cell::kGates * q.hidden, [&](int r) {
      if (later == 0) return;
      const size_t position = q.position(direction, row + r, later - 1);
      q.for_panel_lines(panel, kPanel, [&](size_t unit) { cell.prefetch(direction, position, unit); });
    });
  }
#pragma GCC unroll 24
  for (int r = 0; r < R; ++r) {
#pragma GCC unroll 24
    for (int n = 0; n < kPanel; ++n) {
      const size_t block = panel * kPanel + n;
      if (block < q.blocks()) cell.finish(later, direction, row + r, block, acc[r][n]);
    }
  }
}

// The sweep back through time. Cell is {k, q, gradients} with kGates, and
//   prefetch(direction, position, unit): what finish reads, a cache line of units from `unit`
//   finish(later, direction, row, block, product): from the gradients of the later step times W_hh, zero where the
//   row has no such step, to the gradients of one row's gates. `gradients` holds those of the step before and after,
//   see Sequences.
template <typename Cell, typename Params>
static inline void sweep_backward(const Params& k, Pool& pool) {
  constexpr int kPanel = kBackwardPanel;
  constexpr int kRows = kTileRows<kPanel>;
  const Sequences q = sequences(k, Cell::kGates);
  const size_t panels = q.panels(kPanel);
  const size_t panel_size = Cell::kGates * q.hidden * kPanel * kLanes;
  const size_t packed_size = q.directions * panels * panel_size;
  float* packed = workspace(Slot::shared, packed_size + q.gradients_size());
  pool.parallel_for(q.directions * panels, [&](size_t task) {
    const float* weights = k.weight_hh + task / panels * Cell::kGates * q.hidden * q.hidden;
    pack_backward<kPanel>(q, weights, packed + task * panel_size, task % panels);
  });
  const Cell cell{k, q, packed + packed_size};
  for_steps(q, pool, q.steps + 1, panels, kRows, [&](size_t step, const Tile& tile) {
    tile.for_panels([&](size_t panel) {
      for_row_tiles<kRows>(tile.row_begin, tile.row_end, [&]<int R>(size_t row) {
        backward_tile<R>(cell, packed, q.steps - step, tile.direction, row, panel);
      });
    });
  });
}

}  // namespace skein::SKEIN_SIMD
