// The sweep back through time: with dh, dc the gradients of h', c' and t = tanh(c'),
//   dc += dh o (1 - t^2);  do = dh t o (1 - o),  di = dc g i (1 - i),  df = dc c f (1 - f),  dg = dc i (1 - g^2)
//   gradient of c: dc f;  of h: [di, df, dg, do] W_hh
// A tile of rows and units multiplies the later step's gradients and makes its own of the sum in registers.
// Twin of shaders/lstm_backward.wgsl.
#include "params/lstm_backward.h"

#include "kernel.h"
#include "lib/activations.h"
#include "lib/recurrent_sweeps.h"
#include "lib/simd.h"

namespace skein::SKEIN_SIMD {
namespace {

struct Cell {
  static constexpr int kGates = 4;
  const params::lstm_backward& k;
  const Sequences& q;
  float* gradients;  // of the step before and after, see Sequences

  void prefetch(size_t direction, size_t position, size_t unit) const {
    float* gates = k.gates + q.gates_at(direction, position) + unit;
    for (int g = 0; g < kGates; ++g) __builtin_prefetch(gates + g * q.hidden, 1);
    __builtin_prefetch(k.saved + q.saved_at(1, direction, position) + unit);
    __builtin_prefetch(k.dy + q.output_at(direction, position) + unit);
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

SKEIN_KERNEL(lstm_backward, k, pool) { sweep_backward<Cell>(k, pool); }
