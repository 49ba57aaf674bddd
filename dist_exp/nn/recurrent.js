import { ArgumentError } from "../errors.js";
import { checkNumber } from "../ops/check.js";
import { dropout, gatesOf, permute, recurrent, reshape, slice, } from "../ops/index.js";
import { randomSource } from "./dropout.js";
import { uniformInit } from "./initializers.js";
import { Module } from "./module.js";
import { Parameter } from "./parameter.js";
/** Of a stack: more than anybody trains, and few enough to be declared. */
const MOST_LAYERS = 1000;
/** A stack of recurrent layers, one or both directions. */
export class Recurrent extends Module {
    cell;
    directions;
    /** Length of the last hidden state of all directions: D * H. */
    features;
    /** Every layer's, in order. */
    parameterList;
    #layers;
    #dropout;
    #returnSequences;
    constructor(cell, inputs, hidden, { layers = 1, bidirectional = false, dropout: rate = 0, returnSequences = false, } = {}) {
        super();
        if (!Number.isInteger(layers) || layers < 1 || layers > MOST_LAYERS) {
            throw new ArgumentError(`${cell}: layers is ${layers}: give a whole number from 1 to ${MOST_LAYERS}`);
        }
        checkNumber(cell, "dropout", rate, { low: 0, below: 1 });
        this.cell = cell;
        this.directions = bidirectional ? 2 : 1;
        this.features = this.directions * hidden;
        this.#dropout = rate;
        this.#returnSequences = returnSequences;
        const init = uniformInit(1 / Math.sqrt(hidden));
        const rows = gatesOf[cell] * hidden;
        this.#layers = Array.from({ length: layers }, (_, layer) => {
            const suffixes = bidirectional ? [`_l${layer}`, `_l${layer}_reverse`] : [`_l${layer}`];
            const parameter = (kind, ...shape) => new Parameter([this.directions, ...shape], init, {
                names: suffixes.map((suffix) => `${kind}${suffix}`),
            });
            const width = layer === 0 ? inputs : this.features;
            return {
                weightIh: parameter("weight_ih", rows, width),
                weightHh: parameter("weight_hh", rows, hidden),
                biasIh: parameter("bias_ih", rows),
                biasHh: parameter("bias_hh", rows),
            };
        });
        this.parameterList = this.#layers.flatMap((layer) => Object.values(layer));
    }
    /** x [B, T, I] to the last hidden state, [B, D * H], directions side by side; to all outputs, [B, T, D * H], with `returnSequences`. */
    forward(tape, x) {
        const { outputs, states } = this.run(tape, x);
        return this.#returnSequences ? outputs : this.lastHidden(tape, states.at(-1));
    }
    /** As `forward`, with lengths and initial states; gives the outputs and every layer's final states. */
    run(tape, x, { initial, lengths } = {}) {
        if (initial && initial.length !== this.#layers.length) {
            throw new ArgumentError(`${this.cell}: initial states for ${initial.length} of ${this.#layers.length} layers: give one for each, or null`);
        }
        const states = [];
        let outputs = x;
        this.#layers.forEach(({ weightIh, weightHh, biasIh, biasHh }, layer) => {
            if (layer > 0 && tape.training && this.#dropout > 0) {
                const source = randomSource(tape, `${this.path}.dropout_l${layer}`);
                outputs = dropout(tape, outputs, this.#dropout, source);
            }
            const weights = {
                weightIh: weightIh.on(tape),
                weightHh: weightHh.on(tape),
                biasIh: biasIh.on(tape),
                biasHh: biasHh.on(tape),
            };
            const { y, final } = recurrent(tape, this.cell, outputs, weights, {
                lengths: lengths ?? null,
                initial: initial?.[layer] ?? null,
            });
            outputs = y;
            states.push(final);
        });
        return { outputs, states };
    }
    /** The hidden part of a layer's final states [S, D, B, H], directions side by side: [B, D * H]. */
    lastHidden(tape, final) {
        const [states, directions, batch, hidden] = final.shape;
        const h = states > 1 ? slice(tape, final, 0, 0, 1) : final;
        if (directions === 1)
            return reshape(tape, h, [batch, hidden]);
        const joined = permute(tape, reshape(tape, h, [directions, batch, hidden]), [1, 0, 2]);
        return reshape(tape, joined, [batch, directions * hidden]);
    }
}
/** A simple recurrent network with tanh (Elman 1990). */
export class RNN extends Recurrent {
    constructor(inputs, hidden, options = {}) {
        super("rnn", inputs, hidden, options);
    }
}
/** Long short-term memory (Hochreiter and Schmidhuber 1997). */
export class LSTM extends Recurrent {
    constructor(inputs, hidden, options = {}) {
        super("lstm", inputs, hidden, options);
    }
}
/** Gated recurrent units (Cho et al. 2014, PyTorch's variant). */
export class GRU extends Recurrent {
    constructor(inputs, hidden, options = {}) {
        super("gru", inputs, hidden, options);
    }
}
//# sourceMappingURL=recurrent.js.map