// i, f, o = sigmoid(z + W_hh h + b_hh),  g = tanh(the same),  c' = f c + i g,  h' = o tanh(c')
// The recurrent product of a tile of rows and units stays in registers until its gates are done.
// Twin of shaders/lstm_forward.wgsl.
#include "params/lstm_forward.h"

#include "kernel.h"
#include "lib/activations.h"
#include "lib/recurrent_sweeps.h"
#include "lib/simd.h"

namespace skein::SKEIN_SIMD {
namespace {

struct Cell {
  static constexpr int kGates = 4;
  static constexpr int kPlanes = 2;
  const params::lstm_forward& k;
  const Sequences& q;
  HiddenStates states;  // c stays in final_state
  bool streams;

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
    store_block(states.after(q, step, direction, row) + unit, h_next, n);
  }
};

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(lstm_forward, k, pool) { sweep_forward<Cell>(k, pool); }
