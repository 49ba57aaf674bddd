// The sweep back through time: with dh the gradient of h' and dn the one before tanh,
//   dn = dh (1 - z) (1 - n^2),  dz = dh (h - n) z (1 - z),  dr = dn hn r (1 - r)
//   gradient of h: dh z + [dr, dz, dn r] W_hh
// A tile of rows and units multiplies the later step's gradients and makes its own of the sum in registers.
// Twin of shaders/gru_backward.wgsl.
#include "params/gru_backward.h"

#include "kernel.h"
#include "lib/recurrent.h"
#include "lib/simd.h"
#include "lib/workspace.h"

namespace skein::SKEIN_SIMD {
namespace {

constexpr int kGates = 3;
constexpr int kPanel = 4;
constexpr int kRows = kTileRows<kPanel>;

struct Backward {
  const params::gru_backward& k;
  const Sequences& q;
  const float* packed;  // [D, panels, G*H, kPanel, L]
  float* carry;         // [D, B, H]: what reaches h past the gates

  float* gates_at(size_t direction, size_t position) const {
    return k.gates + (position * q.directions + direction) * kGates * q.hidden;
  }
  float* saved_at(size_t plane, size_t direction, size_t position) const {
    return k.saved + ((plane * q.directions + direction) * q.batch * q.steps + position) * q.hidden;
  }

  // R rows from `row`, a panel of units. `later` is the step after the one whose h' is meant here: its gradients
  // are known. Step 0's h is the initial state, for which later == 0.
  template <int R>
  void tile(size_t later, size_t direction, size_t row, size_t panel) const {
    const size_t panels = (q.blocks() + kPanel - 1) / kPanel;
    vf acc[R][kPanel];
#pragma GCC unroll 24
    for (int r = 0; r < R; ++r) {
#pragma GCC unroll 24
      for (int n = 0; n < kPanel; ++n) acc[r][n] = vf{};
    }
    bool any = false;
    for (int r = 0; r < R; ++r) any |= q.valid(row + r, later);
    if (any) {
      const float* weights = packed + (direction * panels + panel) * kGates * q.hidden * kPanel * kLanes;
      const float *reset_update[R], *hidden[R];
#pragma GCC unroll 24
      for (int r = 0; r < R; ++r) {
        const size_t position = q.position(direction, row + r, later);
        reset_update[r] = gates_at(direction, position);
        hidden[r] = saved_at(1, direction, position);
      }
      accumulate<R, kPanel>(acc, reset_update, weights, 2 * q.hidden);
      accumulate<R, kPanel>(acc, hidden, weights + 2 * q.hidden * kPanel * kLanes, q.hidden);
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

  // `product` is [dr, dz, dn r] W_hh of the later step, zero where the row has no such step.
  void finish(size_t later, size_t direction, size_t row, size_t block, vf product) const {
    const int n = q.lanes(block);
    const size_t unit = block * kLanes;
    const size_t state = (direction * q.batch + row) * q.hidden + unit;
    const vf dh_after = load_first((later == q.steps ? k.dfinal : carry) + state, n) + product;
    if (later == 0) {
      store_first(k.dinitial + state, dh_after, n);
      return;
    }
    const size_t position = q.position(direction, row, later - 1);
    float* gates = gates_at(direction, position) + unit;
    float* hidden_at = saved_at(1, direction, position) + unit;
    vf dreset{}, dupdate{}, dcandidate{}, dhidden{};
    vf through = dh_after;
    if (q.valid(row, later - 1)) {
      const vf reset = load_first(gates, n);
      const vf update = load_first(gates + q.hidden, n);
      const vf candidate = load_first(gates + 2 * q.hidden, n);
      const vf hidden = load_first(hidden_at, n);
      const vf h = load_first(saved_at(0, direction, position) + unit, n);
      const float* dy = k.dy + (position * q.directions + direction) * q.hidden + unit;
      const vf dh = dh_after + load_first(dy, n);
      dcandidate = dh * (1.0f - update) * (1.0f - candidate * candidate);
      dupdate = dh * (h - candidate) * update * (1.0f - update);
      dreset = dcandidate * hidden * reset * (1.0f - reset);
      dhidden = dcandidate * reset;
      through = dh * update;
    }
    store_first(gates, dreset, n);
    store_first(gates + q.hidden, dupdate, n);
    store_first(gates + 2 * q.hidden, dcandidate, n);
    store_first(hidden_at, dhidden, n);
    store_first(carry + state, through, n);
  }
};

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(gru_backward, k, pool) {
  const Sequences q = sequences(k, kGates);
  const size_t panels = (q.blocks() + kPanel - 1) / kPanel;
  const size_t panel_size = kGates * q.hidden * kPanel * kLanes;
  float* packed = workspace(Slot::shared, q.directions * (panels * panel_size + q.batch * q.hidden));
  pool.parallel_for(q.directions * panels, [&](size_t task) {
    const size_t direction = task / panels;
    const float* weights = k.weight_hh + direction * kGates * q.hidden * q.hidden;
    pack_backward<kPanel>(q, weights, packed + direction * panels * panel_size, task % panels);
  });
  const Backward backward{k, q, packed, packed + q.directions * panels * panel_size};
  for_steps(q, pool, q.steps + 1, panels, kRows, [&](size_t step, const Tile& tile) {
    for (size_t panel = tile.panel_begin; panel < tile.panel_end; ++panel) {
      for_row_tiles<kRows>(tile.row_begin, tile.row_end, [&]<int R>(size_t row) {
        backward.tile<R>(q.steps - step, tile.direction, row, panel);
      });
    }
  });
}
