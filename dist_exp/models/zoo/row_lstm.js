import { Linear, LSTM, rowSequence } from "../../nn/index.js";
import { fields } from "../schema.js";
import { Network } from "./network.js";
import { hidden } from "./options.js";
import { registerNetwork } from "./registry.js";
const options = fields({ hidden: hidden.default(256) });
class RowLstm extends Network {
    featureCount;
    lstm;
    head;
    constructor({ size, classes, options: { hidden: units } }) {
        super();
        this.featureCount = units;
        this.lstm = new LSTM(size.width * size.channels, units);
        this.head = new Linear(units, classes);
    }
    features(tape, x) {
        return this.lstm.forward(tape, rowSequence(tape, x));
    }
}
registerNetwork({
    name: "rowLstm",
    about: "an LSTM over the rows of an image, and a linear layer on its last state",
    options,
    build: (input) => new RowLstm(input),
});
//# sourceMappingURL=row_lstm.js.map