import { reshape } from "../ops/index.js";
import { Module } from "./module.js";
/**
 * Each layer reads what the one before gave. Names are the places, from "0", as in PyTorch:
 *
 * ```ts
 * new Sequential(new Conv2d(1, 32, 3), ops.relu, flatten, new Linear(32 * 26 * 26, 10))
 * ```
 */
export class Sequential extends Module {
    layers;
    constructor(...layers) {
        super();
        this.layers = layers;
    }
    children() {
        return this.layers.flatMap((layer, i) => layer instanceof Module ? [[String(i), layer]] : []);
    }
    forward(tape, x) {
        return this.layers.reduce((value, layer) => (layer instanceof Module ? layer.forward(tape, value) : layer(tape, value)), x);
    }
}
/** Everything behind the first axis as one row: [B, ...] to [B, F]. */
export function flatten(tape, x) {
    const rows = x.shape[0] ?? 1;
    return reshape(tape, x, [rows, x.size / rows]);
}
//# sourceMappingURL=sequential.js.map