import { Linear, Recurrent, rowSequence } from "../../nn/index.js";
import { relu } from "../../ops/index.js";
import { fields } from "../schema.js";
import { PooledConvolutions } from "./convolutions.js";
import { Network } from "./network.js";
import { cell, hidden } from "./options.js";
import { registerNetwork } from "./registry.js";
const CHANNELS = [32, 64, 64];
const DENSE = 64;
const options = fields({
    cell: cell.default("lstm"),
    hidden: hidden.default(128),
});
class CnnRnn extends Network {
    featureCount = DENSE;
    stem;
    recurrent;
    dense;
    head;
    constructor({ size, classes, options: o }) {
        super();
        this.stem = new PooledConvolutions("cnnRnn", size, CHANNELS);
        const { width, channels } = this.stem.map;
        this.recurrent = new Recurrent(o.cell, width * channels, o.hidden);
        this.dense = new Linear(o.hidden, DENSE);
        this.head = new Linear(DENSE, classes);
    }
    features(tape, x) {
        const rows = rowSequence(tape, this.stem.forward(tape, x));
        return relu(tape, this.dense.forward(tape, this.recurrent.forward(tape, rows)));
    }
}
registerNetwork({
    name: "cnnRnn",
    about: "convolutions of 32, 64 and 64 channels with pooling, a recurrent layer over the map's rows, dense 64",
    options,
    build: (input) => new CnnRnn(input),
});
//# sourceMappingURL=cnn_rnn.js.map