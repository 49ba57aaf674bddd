/** Optimizers and what changes the parameters of a model. See entries.mjs. */
import * as skein from "../../dist/index.js";

const { ops } = skein;
/** A model with a gradient, for `use`. */
function withGradient(s, use) {
  const model = new skein.Linear(s.extent(), s.extent()).to(s.device);
  const tape = new skein.Tape(s.device);
  try {
    tape.backward(ops.sum(tape, model.forward(tape, tape.zeros([2, model.weight.shape[1]]))));
    use(model);
  } finally {
    tape.dispose();
    model.release();
  }
}
const optimizer = (make) => (s) =>
  withGradient(s, (model) => {
    const own = make(s, model);
    try {
      own.step(s.number(0.1));
      const moments = new Map([["exp_avg.weight", { shape: [3], data: new Float32Array(3) }]]);
      own.restore({ steps: { weight: s.number(1), bias: s.number(1) }, moments });
    } finally {
      own.release();
    }
  });

export const trainingEntries = {
  Adam: optimizer((s, model) => new skein.Adam(model, { beta1: s.number(0.9), epsilon: s.number(1e-8) })),
  AdamW: optimizer((s, model) => new skein.AdamW(model, { weightDecay: s.number(0) })),
  SGD: optimizer((s, model) => new skein.SGD(model, { momentum: s.number(0.9), nesterov: s.chance(2) })),
  RMSprop: optimizer((s, model) => new skein.RMSprop(model, { alpha: s.number(0.9), momentum: s.number(0) })),
  WeightAverage: (s) =>
    withGradient(s, (model) => {
      const average = new skein.WeightAverage(model, { decay: s.number(0.9) });
      try {
        for (let i = s.integer(3); i > 0; i--) average.update();
        average.apply();
        const averages = new Map([["weight", { shape: [3], data: new Float32Array(3) }]]);
        average.restore({ updates: s.number(1), averages });
      } finally {
        average.release();
      }
    }),
  clipGradients: (s) => withGradient(s, (model) => skein.clipGradients(model, s.number(1))),
};
