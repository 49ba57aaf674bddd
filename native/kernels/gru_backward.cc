// The sweep back through time: with dh the gradient of h' and dn the one before tanh,
//   dn = dh (1 - z) (1 - n^2),  dz = dh (h - n) z (1 - z),  dr = dn hn r (1 - r)
//   gradient of h: dh z + [dr, dz, dn r] W_hh
// A tile of rows and units multiplies the later step's gradients and makes its own of the sum in registers.
// Twin of shaders/gru_backward.wgsl.
#include "params/gru_backward.h"

#include "kernel.h"
#include "lib/recurrent_sweeps.h"
#include "lib/simd.h"

namespace skein::SKEIN_SIMD {
namespace {

struct Cell {
  static constexpr int kGates = 3;
  const params::gru_backward& k;
  const Sequences& q;
  float* gradients;  // dr, dz, dn r of the step before and after, see Sequences

  void prefetch(size_t direction, size_t position, size_t unit) const {
    float* gates = k.gates + q.gates_at(direction, position) + unit;
    for (int g = 0; g < kGates; ++g) __builtin_prefetch(gates + g * q.hidden, 1);
    __builtin_prefetch(k.saved + q.saved_at(0, direction, position) + unit);
    __builtin_prefetch(k.saved + q.saved_at(1, direction, position) + unit, 1);
    __builtin_prefetch(k.dy + q.output_at(direction, position) + unit);
  }

  // `product` is [dr, dz, dn r] W_hh of the later step, zero where the row has no such step.
  void finish(size_t later, size_t direction, size_t row, size_t block, vf product) const {
    const int n = q.lanes(block);
    const size_t unit = block * kLanes;
    // Until the end it holds what reaches h past the gates.
    float* dinitial = k.dinitial + q.state_at(0, direction, row) + unit;
    const float* dfinal = k.dfinal + q.state_at(0, direction, row) + unit;
    const vf dh_after = load_block(later == q.steps ? dfinal : dinitial, n) + product;
    if (later == 0) {
      store_block(dinitial, dh_after, n);
      return;
    }
    const size_t position = q.position(direction, row, later - 1);
    float* gates = k.gates + q.gates_at(direction, position) + unit;
    float* hidden_at = k.saved + q.saved_at(1, direction, position) + unit;
    vf dreset{}, dupdate{}, dcandidate{}, dhidden{};
    vf through = dh_after;
    if (q.valid(row, later - 1)) {
      const vf reset = load_block(gates, n);
      const vf update = load_block(gates + q.hidden, n);
      const vf candidate = load_block(gates + 2 * q.hidden, n);
      const vf hidden = load_block(hidden_at, n);
      const vf h = load_block(k.saved + q.saved_at(0, direction, position) + unit, n);
      const vf dh = dh_after + load_block(k.dy + q.output_at(direction, position) + unit, n);
      dcandidate = dh * (1.0f - update) * (1.0f - candidate * candidate);
      dupdate = dh * (h - candidate) * update * (1.0f - update);
      dreset = dcandidate * hidden * reset * (1.0f - reset);
      dhidden = dcandidate * reset;
      through = dh * update;
    }
    store_block(gates, dreset, n);
    store_block(gates + q.hidden, dupdate, n);
    store_block(gates + 2 * q.hidden, dcandidate, n);
    store_block(hidden_at, dhidden, n);
    float* to = gradients + q.gradients_at(later - 1, direction, row) + unit;
    store_block(to, dreset, n);
    store_block(to + q.hidden, dupdate, n);
    store_block(to + 2 * q.hidden, dhidden, n);
    store_block(dinitial, through, n);
  }
};

}  // namespace
}  // namespace skein::SKEIN_SIMD

SKEIN_KERNEL(gru_backward, k, pool) { sweep_backward<Cell>(k, pool); }
