/** Layers. See entries.mjs. */
import * as skein from "../../dist/index.js";

const { ops } = skein;
const window = (s) => ({ stride: s.number(1 + s.integer(3)), padding: s.number(s.integer(3)) });
/** A module made, used forward and backward, and released. */
function layer(make, use) {
  return (s) => {
    const module = make(s).to(s.device, { seed: s.integer(100) });
    const tape = new skein.Tape(
      s.device,
      s.chance(2) ? { training: { seed: s.number(1), step: s.number(2) } } : {},
    );
    try {
      tape.backward(ops.sum(tape, use(s, module, tape)));
      return null;
    } finally {
      tape.dispose();
      module.release();
    }
  };
}

export const layerEntries = {
  Linear: layer(
    (s) => new skein.Linear(s.extent(), s.extent(), { bias: s.chance(2) }),
    (s, made, tape) => made.forward(tape, s.tensor([s.extent(), made.weight.shape[1]])),
  ),
  Conv2d: layer(
    (s) => new skein.Conv2d(s.pick([1, 3]), s.extent(), s.number(1 + s.integer(3)), window(s)),
    (s, made, tape) => made.forward(tape, s.tensor([1, 6, 7, made.weight.shape[3]])),
  ),
  BatchNorm: layer(
    (s) => new skein.BatchNorm(s.extent(), { relu: s.chance(2) }),
    (s, made, tape) => made.forward(tape, s.tensor([3, made.weight.shape[0]])),
  ),
  LayerNorm: layer(
    (s) => new skein.LayerNorm(s.extent(), { epsilon: s.number(1e-5) }),
    (s, made, tape) => made.forward(tape, s.tensor([3, made.weight.shape[0]])),
  ),
  GroupNorm: layer(
    (s) => new skein.GroupNorm(s.number(s.pick([1, 2, 3])), s.pick([2, 6])),
    (s, made, tape) => made.forward(tape, s.tensor([2, 3, made.weight.shape[0]])),
  ),
  MultiheadSelfAttention: layer(
    (s) =>
      new skein.MultiheadSelfAttention(s.number(s.pick([4, 6])), s.number(s.pick([1, 2, 3])), {
        dropout: s.number(0.2),
        bias: s.chance(2),
        causal: s.chance(2),
      }),
    (s, made, tape) => {
      const x = s.tensor([2, 3, made.in_proj_weight.shape[1]]);
      return made.run(tape, x, {
        mask: s.chance(2)
          ? null
          : s.tensor(
              s.pick([
                [3, 3],
                [2, 1, 1, 3],
              ]),
            ),
      });
    },
  ),
  TransformerEncoderLayer: layer(
    (s) =>
      new skein.TransformerEncoderLayer(4, s.number(2), {
        feedForward: s.number(3),
        dropout: s.number(0.1),
        activation: s.pick(["relu", "gelu", "none"]),
        normFirst: s.chance(2),
      }),
    (s, made, tape) => made.forward(tape, s.tensor([2, 3, 4])),
  ),
  AttentionPooling: layer(
    (s) => new skein.AttentionPooling(s.extent(), { hidden: s.number(3) }),
    (s, made, tape) => {
      const x = s.tensor([2, 3, made.projection.weight.shape[1]]);
      return made.run(tape, x, { mask: s.chance(2) ? null : s.tensor([2, 3]) }).pooled;
    },
  ),
  PositionEmbedding: layer(
    (s) => new skein.PositionEmbedding(s.number(4), s.number(3)),
    (s, made, tape) => made.forward(tape, s.tensor([2, 1 + s.integer(5), 3])),
  ),
  SinusoidalPositions: (s) => new skein.SinusoidalPositions().forward(s.tape, s.tensor(s.shape())),
  ReNet: layer(
    (s) =>
      new skein.ReNet(s.pick([1, 2]), s.number(3), {
        patch: s.number(s.pick([1, 2])),
        cell: s.pick(ops.cells),
      }),
    (s, made, tape) => made.forward(tape, s.tensor([1, 4, 6, s.pick([1, 2])])),
  ),
  Residual: layer(
    (s) => new skein.Residual(new skein.Linear(3, s.pick([1, 3])), s.chance(2) ? null : ops.relu),
    (s, made, tape) => made.forward(tape, s.tensor([2, 3])),
  ),
  Dropout: layer(
    (s) => new skein.Sequential(new skein.Linear(3, 3), new skein.Dropout(s.number(0.5))),
    (s, made, tape) => made.forward(tape, s.tensor([2, 3])),
  ),
  ...Object.fromEntries(
    [skein.RNN, skein.LSTM, skein.GRU].map((Layer) => [
      Layer.name,
      layer(
        (s) =>
          new Layer(3, 1 + s.integer(9), {
            layers: s.number(1 + s.integer(2)),
            bidirectional: s.chance(2),
            dropout: s.number(0.2),
            returnSequences: s.chance(2),
          }),
        (s, made, tape) => made.forward(tape, s.tensor([2, 3, 3])),
      ),
    ]),
  ),
  Recurrent: layer(
    (s) => new skein.Recurrent(s.pick(ops.cells), 3, 1 + s.integer(9)),
    (s, made, tape) => {
      const lengths = s.indices(2, 4);
      const { outputs } = made.run(tape, s.tensor([2, 3, 3]), { lengths: lengths.tensor });
      s.recorded(lengths.values, 4);
      return outputs;
    },
  ),
  ConvTranspose2d: layer(
    (s) =>
      new skein.ConvTranspose2d(s.pick([1, 4]), s.extent(), s.number(1 + s.integer(3)), {
        stride: s.number(2),
      }),
    (s, made, tape) => made.forward(tape, s.tensor([1, 3, 4, made.weight.shape[0]])),
  ),
  Sequential: layer(
    (s) => new skein.Sequential(skein.flatten, new skein.Linear(12, s.extent()), ops.relu),
    (s, made, tape) => made.forward(tape, s.tensor([2, 3, 4])),
  ),
  flatten: (s) => skein.flatten(s.tape, s.tensor(s.shape())),
  rowSequence: (s) => skein.rowSequence(s.tape, s.tensor(s.shape())),
  cellSequence: (s) =>
    skein.cellSequence(s.tape, s.tensor([2, 6, 4, 3]), s.number(s.pick([1, 2, 3])), s.pick(skein.cellOrders)),
  Parameter: (s) => new skein.Parameter(s.badShape(), skein.normalInit(s.number(1))).value,
};
