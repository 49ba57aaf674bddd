// r, z = sigmoid(z_r + W_hr h + b_hr), sigmoid(z_z + W_hz h + b_hz)
// hn = W_hn h + b_hn,  n = tanh(z_n + r hn),  h' = (1 - z) n + z h
// The recurrent product of a tile of rows and units stays in registers until its gates are done.
// Twin of shaders/gru_forward.wgsl.
#include "params/gru_forward.h"

#include "kernel.h"
#include "lib/activations.h"
#include "lib/recurrent.h"
#include "lib/simd.h"
#include "lib/workspace.h"

namespace skein::SKEIN_SIMD {
namespace {

constexpr int kGates = 3;
constexpr int kRows = kTileRows<kGates>;

struct Forward {
  const params::gru_forward& k;
  const Sequences& q;
  const float* packed;  // [D, blocks, H, G, L]
  float* state;         // [2, D, B, blocks * L]: h before and after a step, in turn

  const float* before(size_t step, size_t row) const {
    return step == 0 ? k.initial + row * q.hidden
                     : state + ((step & 1) * q.directions * q.batch + row) * q.padded();
  }

  // R rows from `row`, one block of units, one step.
  template <int R>
  void tile(size_t step, size_t direction, size_t row, size_t block) const {
    const int n = q.lanes(block);
    const size_t unit = block * kLanes;
    const size_t state_row = direction * q.batch + row;
    const float* h[R];
    float* gates[R];
    size_t position[R];
    bool any = false;
#pragma GCC unroll 24
    for (int r = 0; r < R; ++r) {
      h[r] = before(step, state_row + r);
      position[r] = q.position(direction, row + r, step);
      gates[r] = k.gates + (position[r] * q.directions + direction) * kGates * q.hidden + unit;
      for (int g = 0; g < kGates; ++g) __builtin_prefetch(gates[r] + g * q.hidden, 1);
      any |= q.valid(row + r, step);
    }
    const float* bias = k.bias_hh + direction * kGates * q.hidden + unit;
    vf acc[R][kGates];
#pragma GCC unroll 24
    for (int r = 0; r < R; ++r) {
#pragma GCC unroll 24
      for (int g = 0; g < kGates; ++g) acc[r][g] = load_first(bias + g * q.hidden, n);
    }
    if (any) {
      const float* weights = packed + (direction * q.blocks() + block) * q.hidden * kGates * kLanes;
      accumulate<R, kGates>(acc, h, weights, q.hidden);
    }
    float* next = state + (((step + 1) & 1) * q.directions * q.batch + state_row) * q.padded() + unit;
    const size_t plane = q.directions * q.batch * q.steps * q.hidden;
#pragma GCC unroll 24
    for (int r = 0; r < R; ++r) {
      float* z = gates[r];
      const vf h_before = load_first(h[r] + unit, n);
      vf reset{}, update{}, candidate{}, h_after{}, h_seen{}, hidden{};
      vf h_next = h_before;
      if (q.valid(row + r, step)) {
        reset = sigmoid(load_first(z, n) + acc[r][0]);
        update = sigmoid(load_first(z + q.hidden, n) + acc[r][1]);
        hidden = acc[r][2];
        candidate = tanh(load_first(z + 2 * q.hidden, n) + reset * hidden);
        h_after = candidate + update * (h_before - candidate);
        h_seen = h_before;
        h_next = h_after;
      }
      store_first(z, reset, n);
      store_first(z + q.hidden, update, n);
      store_first(z + 2 * q.hidden, candidate, n);
      store_first(k.y + (position[r] * q.directions + direction) * q.hidden + unit, h_after, n);
      float* saved = k.saved + (direction * q.batch * q.steps + position[r]) * q.hidden + unit;
      store_first(saved, h_seen, n);
      store_first(saved + plane, hidden, n);
      store(next + r * q.padded(), h_next);
      if (step + 1 == q.steps) store_first(k.final_state + (state_row + r) * q.hidden + unit, h_next, n);
    }
  }
};

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(gru_forward, k, pool) {
  const Sequences q = sequences(k, kGates);
  const size_t packed_size = q.blocks() * q.hidden * kGates * kLanes;
  float* packed = workspace(Slot::shared, q.directions * (packed_size + 2 * q.batch * q.padded()));
  pool.parallel_for(q.directions * q.blocks(), [&](size_t task) {
    const size_t direction = task / q.blocks();
    const float* weights = k.weight_hh + direction * kGates * q.hidden * q.hidden;
    pack_forward(q, weights, packed + direction * packed_size, task % q.blocks());
  });
  const Forward forward{k, q, packed, packed + q.directions * packed_size};
  for_steps(q, pool, q.steps, q.blocks(), kRows, [&](size_t step, const Tile& tile) {
    for (size_t block = tile.panel_begin; block < tile.panel_end; ++block) {
      for_row_tiles<kRows>(tile.row_begin, tile.row_end, [&]<int R>(size_t row) {
        forward.tile<R>(step, tile.direction, row, block);
      });
    }
  });
}
