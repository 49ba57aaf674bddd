// The sweep back through time: with dh, dc the gradients of h', c' and t = tanh(c'),
//   dc += dh o (1 - t^2);  do = dh t o (1 - o),  di = dc g i (1 - i),  df = dc c f (1 - f),  dg = dc i (1 - g^2)
//   gradient of c: dc f;  of h: [di, df, dg, do] W_hh
// A tile of rows and units multiplies the later step's gradients and makes its own of the sum in registers.
// Twin of shaders/lstm_backward.wgsl.
#include "params/lstm_backward.h"

#include "kernel.h"
#include "lib/activations.h"
#include "lib/recurrent.h"
#include "lib/simd.h"
#include "lib/workspace.h"

namespace skein::SKEIN_SIMD {
namespace {

constexpr int kGates = 4;
constexpr int kPanel = 4;
constexpr int kRows = kTileRows<kPanel>;

struct Backward {
  const params::lstm_backward& k;
  const Sequences& q;
  const float* packed;  // [D, panels, G*H, kPanel, L]
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
      const size_t at = (direction * q.panels(kPanel) + panel) * kGates * q.hidden * kPanel * kLanes;
      accumulate<R, kPanel>(acc, rows, packed + at, kGates * q.hidden, [&](int r) {
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
      float* gates = k.gates + q.gates_at(direction, position) + unit;
      for (int g = 0; g < kGates; ++g) __builtin_prefetch(gates + g * q.hidden, 1);
      __builtin_prefetch(k.saved + q.saved_at(1, direction, position) + unit);
      __builtin_prefetch(k.dy + q.output_at(direction, position) + unit);
    });
  }

  // `product` is [di, df, dg, do] W_hh of the later step, zero where the row has no such step.
  void finish(size_t later, size_t direction, size_t row, size_t block, vf product) const {
    const int n = q.lanes(block);
    const size_t unit = block * kLanes;
    float* dinitial = k.dinitial + q.state_at(0, direction, row) + unit;
    // Until the end it holds what the states of finished steps pass on.
    float* dcell = k.dinitial + q.state_at(1, direction, row) + unit;
    const float* dfinal = k.dfinal + q.state_at(0, direction, row) + unit;
    const float* dcell_final = k.dfinal + q.state_at(1, direction, row) + unit;
    // A row's last step and its padding have no later product, but the final state's gradient.
    const vf dh_after = q.valid(row, later) ? product : load_block(dfinal, n);
    const vf dc_after = load_block(later == q.steps ? dcell_final : dcell, n);
    if (later == 0) {
      store_block(dinitial, dh_after, n);
      return;
    }
    const size_t position = q.position(direction, row, later - 1);
    float* gates = k.gates + q.gates_at(direction, position) + unit;
    vf dinput{}, dforget{}, dcandidate{}, doutput{};
    vf through = dc_after;
    if (q.valid(row, later - 1)) {
      const vf input = load_block(gates, n);
      const vf forget = load_block(gates + q.hidden, n);
      const vf candidate = load_block(gates + 2 * q.hidden, n);
      const vf output = load_block(gates + 3 * q.hidden, n);
      const vf c = load_block(k.saved + q.saved_at(1, direction, position) + unit, n);
      const vf dh = dh_after + load_block(k.dy + q.output_at(direction, position) + unit, n);
      const vf squashed = tanh(forget * c + input * candidate);
      const vf dc = dc_after + dh * output * (1.0f - squashed * squashed);
      dinput = dc * candidate * input * (1.0f - input);
      dforget = dc * c * forget * (1.0f - forget);
      dcandidate = dc * input * (1.0f - candidate * candidate);
      doutput = dh * squashed * output * (1.0f - output);
      through = dc * forget;
    }
    for (float* to : {gates, gradients + q.gradients_at(later - 1, direction, row) + unit}) {
      store_block(to, dinput, n);
      store_block(to + q.hidden, dforget, n);
      store_block(to + 2 * q.hidden, dcandidate, n);
      store_block(to + 3 * q.hidden, doutput, n);
    }
    store_block(dcell, through, n);
  }
};

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(lstm_backward, k, pool) {
  const Sequences q = sequences(k, kGates);
  const size_t panels = q.panels(kPanel);
  const size_t panel_size = kGates * q.hidden * kPanel * kLanes;
  const size_t packed_size = q.directions * panels * panel_size;
  float* packed = workspace(Slot::shared, packed_size + q.gradients_size());
  pool.parallel_for(q.directions * panels, [&](size_t task) {
    const float* weights = k.weight_hh + task / panels * kGates * q.hidden * q.hidden;
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
