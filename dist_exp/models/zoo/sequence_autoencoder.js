import { Linear, LSTM, Module, rowSequence } from "../../nn/index.js";
import { add, meanSquaredError, reshape } from "../../ops/index.js";
import { fields } from "../schema.js";
import { Network } from "./network.js";
import { hidden } from "./options.js";
import { registerNetwork } from "./registry.js";
const options = fields({
    /** Length of the code, and state size of the decoder. */
    hidden: hidden.default(128),
});
/** A code to rows: the LSTM gets the code at every step, and a linear layer makes a row of each output. */
class RowDecoder extends Module {
    lstm;
    row;
    #size;
    constructor(size, units) {
        super();
        this.#size = size;
        this.lstm = new LSTM(units, units, { returnSequences: true });
        this.row = new Linear(units, size.width * size.channels);
    }
    /** code [B, F] to images [B, H, W, C]. */
    forward(tape, code) {
        const { height, width, channels } = this.#size;
        const [batch, units] = code.shape;
        const repeated = add(tape, reshape(tape, code, [batch, 1, units]), tape.zeros([1, height, 1]));
        const rows = this.row.forward(tape, this.lstm.forward(tape, repeated));
        return reshape(tape, rows, [batch, height, width, channels]);
    }
}
/**
 * A sequence autoencoder (Srivastava et al. 2015) without classes: its features are the code, its head draws the
 * image again, and its loss is the mean squared error between the two.
 */
export class SequenceAutoencoder extends Network {
    featureCount;
    encoder;
    head;
    /** @param units length of the code, and state size of the decoder. */
    constructor(size, units) {
        super();
        this.featureCount = units;
        this.encoder = new LSTM(size.width * size.channels, units);
        this.head = new RowDecoder(size, units);
    }
    features(tape, x) {
        return this.encoder.forward(tape, rowSequence(tape, x));
    }
    /** Images [B, H, W, C] to codes, [B, featureCount]. */
    encode(tape, x) {
        return this.features(tape, x);
    }
    /** Images [B, H, W, C] to what their codes hold of them, [B, H, W, C]. */
    reconstruct(tape, x) {
        return this.forward(tape, x);
    }
    /** Mean squared error between images and their reconstructions, [1]. */
    loss(tape, x) {
        return meanSquaredError(tape, this.reconstruct(tape, x), x);
    }
}
registerNetwork({
    name: "sequenceAutoencoder",
    about: "an LSTM that reads an image's rows into a code, and one that draws them again: no classes",
    task: "reconstruction",
    options,
    build: ({ size, options: o }) => new SequenceAutoencoder(size, o.hidden),
});
//# sourceMappingURL=sequence_autoencoder.js.map