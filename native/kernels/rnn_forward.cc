// h' = f(z + W_hh h + b_hh) with f = tanh or max(0, x).
// The recurrent product of a tile of rows and units stays in registers until its units are done.
// Twin of shaders/rnn_forward.wgsl.
#include "params/rnn_forward.h"

#include "kernel.h"
#include "lib/activations.h"
#include "lib/recurrent_sweeps.h"
#include "lib/simd.h"
#include "lib/workspace.h"

namespace skein::SKEIN_SIMD {
namespace {

constexpr int kPanel = 4;
constexpr int kRows = kTileRows<kPanel>;

struct Forward {
  const params::rnn_forward& k;
  const Sequences& q;
  const float* packed;  // [D, panels, H, kPanel, L]
  HiddenStates states;
  bool streams = q.streams(1);

  // R rows from `row`, a panel of units, one step.
  template <int R>
  void tile(size_t step, size_t direction, size_t row, size_t panel) const {
    vf acc[R][kPanel]{};
    const float* h[R];
    bool any = false;
#pragma GCC unroll 24
    for (int r = 0; r < R; ++r) {
      h[r] = states.before(q, step, direction, row + r);
      const float* gates = k.gates + q.gates_at(direction, q.position(direction, row + r, step));
      q.for_panel_lines(panel, kPanel, [&](size_t unit) { __builtin_prefetch(gates + unit, 1); });
      any |= q.valid(row + r, step);
    }
    if (any) {
      const float* weights = packed + (direction * q.panels(kPanel) + panel) * q.hidden * kPanel * kLanes;
      accumulate<R, kPanel>(acc, h, weights, q.hidden);
    }
#pragma GCC unroll 24
    for (int r = 0; r < R; ++r) {
#pragma GCC unroll 24
      for (int n = 0; n < kPanel; ++n) {
        const size_t block = panel * kPanel + n;
        if (block < q.blocks()) finish(step, direction, row + r, block, h[r], acc[r][n]);
      }
    }
  }

  // From W_hh h to the next h of one row.
  void finish(size_t step, size_t direction, size_t row, size_t block, const float* before, vf product) const {
    const int n = q.lanes(block);
    const size_t unit = block * kLanes;
    const size_t position = q.position(direction, row, step);
    float* gate = k.gates + q.gates_at(direction, position) + unit;
    const vf h = load_block(before + unit, n);
    vf h_seen{}, y{};
    vf next = h;
    if (q.valid(row, step)) {
      const vf sum = load_block(gate, n) + product + load_block(k.bias_hh + direction * q.hidden + unit, n);
      // max(0, sum) in the order that keeps NaN.
      y = next = k.nonlinearity == 0 ? tanh(sum) : max(splat(0.0f), sum);
      h_seen = h;
    }
    store_block(gate, y, n);
    store_result(k.y + q.output_at(direction, position) + unit, y, n, streams);
    store_result(k.saved + q.saved_at(0, direction, position) + unit, h_seen, n, streams);
    store_block(states.after(q, step, direction, row) + unit, next, n);
  }
};

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(rnn_forward, k, pool) {
  const Sequences q = sequences(k, 1);
  const size_t panels = q.panels(kPanel);
  const size_t panel_size = q.hidden * kPanel * kLanes;
  float* packed = workspace(Slot::shared, q.directions * (panels * panel_size + 2 * q.batch * q.hidden));
  pool.parallel_for(q.directions * panels, [&](size_t task) {
    const float* weights = k.weight_hh + task / panels * q.hidden * q.hidden;
    pack_forward<kPanel>(q, weights, packed + task * panel_size, [&](int n) {
      const size_t block = task % panels * kPanel + n;
      return LaneRows{block * kLanes, block < q.blocks() ? q.lanes(block) : 0};
    });
  });
  const HiddenStates states{k.initial, k.final_state, packed + q.directions * panels * panel_size};
  const Forward forward{k, q, packed, states};
  for_steps(q, pool, q.steps, panels, kRows, [&](size_t step, const Tile& tile) {
    tile.for_panels([&](size_t panel) {
      for_row_tiles<kRows>(tile.row_begin, tile.row_end,
                           [&]<int R>(size_t row) { forward.tile<R>(step, tile.direction, row, panel); });
    });
    if (forward.streams) stream_fence();
  });
}
