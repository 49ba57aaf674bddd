import { AttentionPooling, GRU, Linear, rowSequence } from "../../nn/index.js";
import { fields } from "../schema.js";
import { PooledConvolutions } from "./convolutions.js";
import { Network } from "./network.js";
import { hidden } from "./options.js";
import { registerNetwork } from "./registry.js";
const CHANNELS = [32, 64];
const options = fields({
    /** State size of each direction of the GRU. */
    hidden: hidden.default(64),
    /** Width of the attention's hidden layer. */
    attention: hidden.default(64),
});
class AttentionRnn extends Network {
    featureCount;
    stem;
    gru;
    attention;
    head;
    constructor({ size, classes, options: o }) {
        super();
        this.stem = new PooledConvolutions("attentionRnn", size, CHANNELS);
        const { width, channels } = this.stem.map;
        this.gru = new GRU(width * channels, o.hidden, { bidirectional: true, returnSequences: true });
        this.featureCount = this.gru.features;
        this.attention = new AttentionPooling(this.featureCount, { hidden: o.attention });
        this.head = new Linear(this.featureCount, classes);
    }
    features(tape, x) {
        const rows = rowSequence(tape, this.stem.forward(tape, x));
        return this.attention.forward(tape, this.gru.forward(tape, rows));
    }
}
registerNetwork({
    name: "attentionRnn",
    about: "convolutions, a bidirectional GRU over the map's rows, and additive attention over its outputs",
    options,
    build: (input) => new AttentionRnn(input),
});
//# sourceMappingURL=attention_rnn.js.map