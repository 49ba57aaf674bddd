// The sweep back through time: with dh the gradient of h',
//   dz = dh (1 - h'^2) for tanh, dh where h' > 0 for max(0, x);  gradient of h: dz W_hh
// A tile of rows and units multiplies the later step's gradients and makes its own of the sum in registers.
// Twin of shaders/rnn_backward.wgsl.
#include "params/rnn_backward.h"

#include "kernel.h"
#include "lib/recurrent.h"
#include "lib/simd.h"
#include "lib/workspace.h"

namespace skein::SKEIN_SIMD {
namespace {

constexpr int kPanel = 4;
constexpr int kRows = kTileRows<kPanel>;

struct Backward {
  const params::rnn_backward& k;
  const Sequences& q;
  const float* packed;  // [D, panels, H, kPanel, L]
  float* gradients;     // of the step before and after, see Sequences

  // R rows from `row`, a panel of units. `later` is the step after the one whose h' is meant here: its gradients
  // are known. Step 0's h is the initial state, for which later == 0.
  template <int R>
  void tile(size_t later, size_t direction, size_t row, size_t panel) const {
    vf acc[R][kPanel]{};
    const float* rows[R];
    bool any = false;
#pragma GCC unroll 24
    for (int r = 0; r < R; ++r) {
      rows[r] = gradients + q.gradients_at(later, direction, row + r);
      any |= q.valid(row + r, later);
    }
    if (any) {
      const size_t at = (direction * q.panels(kPanel) + panel) * q.hidden * kPanel * kLanes;
      accumulate<R, kPanel>(acc, rows, packed + at, q.hidden, [&](int r) {
        if (later > 0) prefetch(direction, q.position(direction, row + r, later - 1), panel);
      });
    }
#pragma GCC unroll 24
    for (int r = 0; r < R; ++r) {
#pragma GCC unroll 24
      for (int n = 0; n < kPanel; ++n) {
        const size_t block = panel * kPanel + n;
        if (block < q.blocks()) finish(later, direction, row + r, block, acc[r][n]);
      }
    }
  }

  // What the tile needs after the product, while that is computed.
  void prefetch(size_t direction, size_t position, size_t panel) const {
    q.for_panel_lines(panel, kPanel, [&](size_t unit) {
      __builtin_prefetch(k.gates + q.gates_at(direction, position) + unit, 1);
      __builtin_prefetch(k.dy + q.output_at(direction, position) + unit);
    });
  }

  // `product` is dz W_hh of the later step.
  void finish(size_t later, size_t direction, size_t row, size_t block, vf product) const {
    const int n = q.lanes(block);
    const size_t unit = block * kLanes;
    const size_t state = q.state_at(0, direction, row) + unit;
    // A row's last step and its padding have no later product, but the final state's gradient.
    const vf dh_after = q.valid(row, later) ? product : load_block(k.dfinal + state, n);
    if (later == 0) {
      store_block(k.dinitial + state, dh_after, n);
      return;
    }
    const size_t position = q.position(direction, row, later - 1);
    float* gate = k.gates + q.gates_at(direction, position) + unit;
    vf dz{};
    if (q.valid(row, later - 1)) {
      const vf h = load_block(gate, n);
      const vf dh = dh_after + load_block(k.dy + q.output_at(direction, position) + unit, n);
      dz = k.nonlinearity == 0 ? dh * (1.0f - h * h) : select(h > 0.0f, dh, vf{});
    }
    store_block(gate, dz, n);
    store_block(gradients + q.gradients_at(later - 1, direction, row) + unit, dz, n);
  }
};

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(rnn_backward, k, pool) {
  const Sequences q = sequences(k, 1);
  const size_t panels = q.panels(kPanel);
  const size_t panel_size = q.hidden * kPanel * kLanes;
  const size_t packed_size = q.directions * panels * panel_size;
  float* packed = workspace(Slot::shared, packed_size + q.gradients_size());
  pool.parallel_for(q.directions * panels, [&](size_t task) {
    const float* weights = k.weight_hh + task / panels * q.hidden * q.hidden;
    pack_backward<kPanel>(q, weights, packed + task * panel_size, task % panels);
  });
  const Backward backward{k, q, packed, packed + packed_size};
  for_steps(q, pool, q.steps + 1, panels, kRows, [&](size_t step, const Tile& tile) {
    tile.for_panels([&](size_t panel) {
      for_row_tiles<kRows>(tile.row_begin, tile.row_end, [&]<int R>(size_t row) {
        backward.tile<R>(q.steps - step, tile.direction, row, panel);
      });
    });
  });
}
