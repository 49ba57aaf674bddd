// The sweep back through time: with dh the gradient of h',
//   dz = dh (1 - h'^2) for tanh, dh where h' > 0 for max(0, x);  gradient of h: dz W_hh
// A tile of rows and units multiplies the later step's gradients and makes its own of the sum in registers.
// Twin of shaders/rnn_backward.wgsl.
#include "params/rnn_backward.h"

#include "kernel.h"
#include "lib/recurrent_sweeps.h"
#include "lib/simd.h"

namespace skein::SKEIN_SIMD {
namespace {

struct Cell {
  static constexpr int kGates = 1;
  const params::rnn_backward& k;
  const Sequences& q;
  float* gradients;  // of the step before and after, see Sequences

  void prefetch(size_t direction, size_t position, size_t unit) const {
    __builtin_prefetch(k.gates + q.gates_at(direction, position) + unit, 1);
    __builtin_prefetch(k.dy + q.output_at(direction, position) + unit);
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

SKEIN_KERNEL(rnn_backward, k, pool) { sweep_backward<Cell>(k, pool); }
