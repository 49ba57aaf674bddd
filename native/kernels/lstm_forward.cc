// i, f, o = sigmoid(z + W_hh h + b_hh),  g = tanh(the same),  c' = f c + i g,  h' = o tanh(c')
// The recurrent product of a tile of rows and units stays in registers until its gates are done.
// Twin of shaders/lstm_forward.wgsl.
#include "params/lstm_forward.h"

#include "kernel.h"
#include "lib/activations.h"
#include "lib/recurrent.h"
#include "lib/simd.h"
#include "lib/workspace.h"

namespace skein::SKEIN_SIMD {
namespace {

constexpr int kGates = 4;
constexpr int kRows = kTileRows<kGates>;

struct Forward {
  const params::lstm_forward& k;
  const Sequences& q;
  const float* packed;  // [D, blocks, H, G, L], or null where W_hh is multiplied in place
  float* state;         // [2, D, B, H]: h before and after a step, in turn; c stays in final_state
  bool streams = q.streams(2);

  // R rows from `row`, one block of units, one step.
  template <int R>
  void tile(size_t step, size_t direction, size_t row, size_t block) const {
    const size_t unit = block * kLanes;
    const float* h[R];
    bool any = false;
#pragma GCC unroll 24
    for (int r = 0; r < R; ++r) {
      h[r] = step == 0 ? k.initial + q.state_at(0, direction, row + r)
                       : state + q.state_at(step & 1, direction, row + r);
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
    for (int r = 0; r < R; ++r) finish(step, direction, row + r, block, h[r] + unit, acc[r]);
  }

  // From W_hh h + b_hh to the gates and the next state of one row.
  void finish(size_t step, size_t direction, size_t row, size_t block, const float* before,
              const vf (&product)[kGates]) const {
    const int n = q.lanes(block);
    const size_t unit = block * kLanes;
    const size_t position = q.position(direction, row, step);
    float* gates = k.gates + q.gates_at(direction, position) + unit;
    float* cell = k.final_state + q.state_at(1, direction, row) + unit;
    const vf h = load_block(before, n);
    const vf c = load_block(step == 0 ? k.initial + q.state_at(1, direction, row) + unit : cell, n);
    vf input{}, forget{}, candidate{}, output{}, h_seen{}, c_seen{}, y{};
    vf h_next = h, c_next = c;
    if (q.valid(row, step)) {
      input = sigmoid(load_block(gates, n) + product[0]);
      forget = sigmoid(load_block(gates + q.hidden, n) + product[1]);
      candidate = tanh(load_block(gates + 2 * q.hidden, n) + product[2]);
      output = sigmoid(load_block(gates + 3 * q.hidden, n) + product[3]);
      h_seen = h;
      c_seen = c;
      c_next = forget * c + input * candidate;
      y = h_next = output * tanh(c_next);
    }
    store_block(gates, input, n);
    store_block(gates + q.hidden, forget, n);
    store_block(gates + 2 * q.hidden, candidate, n);
    store_block(gates + 3 * q.hidden, output, n);
    store_result(k.y + q.output_at(direction, position) + unit, y, n, streams);
    store_result(k.saved + q.saved_at(0, direction, position) + unit, h_seen, n, streams);
    store_result(k.saved + q.saved_at(1, direction, position) + unit, c_seen, n, streams);
    store_block(cell, c_next, n);
    float* after = step + 1 == q.steps ? k.final_state + q.state_at(0, direction, row)
                                       : state + q.state_at((step + 1) & 1, direction, row);
    store_block(after + unit, h_next, n);
  }
};

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(lstm_forward, k, pool) {
  const Sequences q = sequences(k, kGates);
  const size_t packed_size = in_place(q) ? 0 : q.blocks() * q.hidden * kGates * kLanes;
  float* packed = workspace(Slot::shared, q.directions * (packed_size + 2 * q.batch * q.hidden));
  pool.parallel_for(packed_size ? q.directions * q.blocks() : 0, [&](size_t task) {
    const size_t direction = task / q.blocks();
    const float* weights = k.weight_hh + direction * kGates * q.hidden * q.hidden;
    pack_gates<kGates>(q, weights, packed + direction * packed_size, task % q.blocks());
  });
  const Forward forward{k, q, packed_size ? packed : nullptr, packed + q.directions * packed_size};
  for_steps(q, pool, q.steps, q.blocks(), kRows, [&](size_t step, const Tile& tile) {
    tile.for_panels([&](size_t block) {
      for_row_tiles<kRows>(tile.row_begin, tile.row_end, [&]<int R>(size_t row) {
        forward.tile<R>(step, tile.direction, row, block);
      });
    });
    if (forward.streams) stream_fence();
  });
}
