import { ArgumentError } from "../../errors.js";
import { Conv2d, Module } from "../../nn/index.js";
import { maxPool2d, relu } from "../../ops/index.js";
/** 3 x 3 convolutions, each with ReLU and 2 x 2 max pooling: every one halves the map, rounded down. */
export class PooledConvolutions extends Module {
    conv;
    /** What it makes of an image. */
    map;
    /**
     * @param name of the network, for messages.
     * @param outputs channels after each convolution.
     * @throws {ArgumentError} when images are too small to be halved that often.
     */
    constructor(name, size, outputs) {
        super();
        const { height, width, channels } = size;
        const factor = 2 ** outputs.length;
        if (height < factor || width < factor) {
            throw new ArgumentError(`${name}: images are ${height} x ${width} pixels: give them ${factor} x ${factor} or more, ` +
                `as each of ${outputs.length} poolings halves them`);
        }
        this.conv = outputs.map((count, i) => new Conv2d(outputs[i - 1] ?? channels, count, 3, { padding: 1 }));
        this.map = {
            height: Math.floor(height / factor),
            width: Math.floor(width / factor),
            channels: outputs.at(-1) ?? channels,
        };
    }
    /** x [B, H, W, C] to the map, [B, H', W', C']. */
    forward(tape, x) {
        return this.conv.reduce((map, conv) => maxPool2d(tape, relu(tape, conv.forward(tape, map)), 2), x);
    }
}
//# sourceMappingURL=convolutions.js.map