// r, z = sigmoid(z_r + W_hr h + b_hr), sigmoid(z_z + W_hz h + b_hz)
// hn = W_hn h + b_hn,  n = tanh(z_n + r hn),  h' = (1 - z) n + z h
// The recurrent product of a tile of rows and units stays in registers until its gates are done.
// Twin of shaders/gru_forward.wgsl.
#include "params/gru_forward.h"

#include "kernel.h"
#include "lib/activations.h"
#include "lib/recurrent_sweeps.h"
#include "lib/simd.h"

namespace skein::SKEIN_SIMD {
namespace {

struct Cell {
  static constexpr int kGates = 3;
  static constexpr int kPlanes = 2;
  const params::gru_forward& k;
  const Sequences& q;
  HiddenStates states;
  bool streams;

  // From W_hh h + b_hh to the gates and the next h of one row.
  void finish(size_t step, size_t direction, size_t row, size_t block, const float* before,
              const vf (&product)[kGates]) const {
    const int n = q.lanes(block);
    const size_t unit = block * kLanes;
    const size_t position = q.position(direction, row, step);
    float* gates = k.gates + q.gates_at(direction, position) + unit;
    const vf h = load_block(before, n);
    vf reset{}, update{}, candidate{}, hidden{}, h_seen{}, y{};
    vf next = h;
    if (q.valid(row, step)) {
      reset = sigmoid(load_block(gates, n) + product[0]);
      update = sigmoid(load_block(gates + q.hidden, n) + product[1]);
      hidden = product[2];
      candidate = tanh(load_block(gates + 2 * q.hidden, n) + reset * hidden);
      h_seen = h;
      y = next = candidate + update * (h - candidate);
    }
    store_block(gates, reset, n);
    store_block(gates + q.hidden, update, n);
    store_block(gates + 2 * q.hidden, candidate, n);
    store_result(k.y + q.output_at(direction, position) + unit, y, n, streams);
    store_result(k.saved + q.saved_at(0, direction, position) + unit, h_seen, n, streams);
    store_result(k.saved + q.saved_at(1, direction, position) + unit, hidden, n, streams);
    store_block(states.after(q, step, direction, row) + unit, next, n);
  }
};

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(gru_forward, k, pool) { sweep_forward<Cell>(k, pool); }
