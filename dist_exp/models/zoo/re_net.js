import { ArgumentError } from "../../errors.js";
import { flatten, Linear, ReNet } from "../../nn/index.js";
import { relu } from "../../ops/index.js";
import { fields, whole } from "../schema.js";
import { Network } from "./network.js";
import { cell, hidden } from "./options.js";
import { registerNetwork } from "./registry.js";
const LAYERS = 2;
const options = fields({
    cell: cell.default("gru"),
    /** State size of each direction of a sweep. */
    hidden: hidden.default(64),
    /** Side of the patches that each layer reads as one. */
    patch: whole(1, 64).default(2),
    /** Width of the dense layer behind the sweeps. */
    dense: whole(1, 65536).default(256),
});
class ReNetwork extends Network {
    featureCount;
    layers;
    dense;
    head;
    constructor({ size: { height, width, channels }, classes, options: o, }) {
        super();
        const factor = o.patch ** LAYERS;
        if (height % factor !== 0 || width % factor !== 0) {
            throw new ArgumentError(`reNet: images are ${height} x ${width} pixels, patch is ${o.patch}: give them sides that are multiples of ` +
                `${factor}, or another patch`);
        }
        this.featureCount = o.dense;
        this.layers = Array.from({ length: LAYERS }, (_, i) => new ReNet(i === 0 ? channels : 2 * o.hidden, o.hidden, { patch: o.patch, cell: o.cell }));
        this.dense = new Linear((height / factor) * (width / factor) * 2 * o.hidden, o.dense);
        this.head = new Linear(o.dense, classes);
    }
    features(tape, x) {
        const map = this.layers.reduce((value, layer) => layer.forward(tape, value), x);
        return relu(tape, this.dense.forward(tape, flatten(tape, map)));
    }
}
registerNetwork({
    name: "reNet",
    about: "recurrent sweeps over columns and rows of patches, twice, and a dense layer",
    options,
    build: (input) => new ReNetwork(input),
});
//# sourceMappingURL=re_net.js.map