import { ArgumentError } from "../../errors.js";
import { BatchNorm, Conv2d, cellSequence, Module, Recurrent, rowSequence } from "../../nn/index.js";
/** A convolution, batch normalisation and ReLU; the map keeps its size but for the stride. */
class ConvolutionBlock extends Module {
    conv;
    norm;
    constructor(inputs, outputs, kernel, stride) {
        super();
        this.conv = new Conv2d(inputs, outputs, kernel, { stride, padding: Math.floor(kernel / 2) });
        this.norm = new BatchNorm(outputs, { relu: true });
    }
    forward(tape, x) {
        return this.norm.forward(tape, this.conv.forward(tape, x));
    }
}
export class Encoder extends Module {
    /** Length of a feature vector. */
    features;
    stem;
    recurrent;
    norm;
    #sequence;
    /** @throws {ArgumentError} when the configuration's cells do not fill what the stem makes of such images. */
    constructor(config, size) {
        super();
        const { cell, hidden, layers, bidirectional, dropout, sequence } = config;
        let { height, width, channels } = size;
        this.stem = config.stem.map(({ channels: outputs, kernel, stride }) => {
            const block = new ConvolutionBlock(channels, outputs, kernel, stride);
            const extent = (length) => Math.floor((length + 2 * Math.floor(kernel / 2) - kernel) / stride) + 1;
            [height, width, channels] = [extent(height), extent(width), outputs];
            return block;
        });
        this.#sequence = sequence;
        const inputs = stepWidth(sequence, { height, width, channels });
        this.recurrent = new Recurrent(cell, inputs, hidden, { layers, bidirectional, dropout });
        this.features = this.recurrent.features;
        this.norm = new BatchNorm(this.features);
    }
    /** x [B, H, W, C], pixels 0 to 1; the result is [B, features]. */
    forward(tape, x) {
        const map = this.stem.reduce((value, block) => block.forward(tape, value), x);
        const sequence = this.#sequence;
        const steps = sequence.kind === "rows"
            ? rowSequence(tape, map)
            : cellSequence(tape, map, sequence.size, sequence.order);
        return this.norm.forward(tape, this.recurrent.forward(tape, steps));
    }
}
function stepWidth(sequence, map) {
    if (sequence.kind === "rows")
        return map.width * map.channels;
    const { size } = sequence;
    if (map.height % size !== 0 || map.width % size !== 0) {
        throw new ArgumentError(`sequence.size: cells of ${size} do not fill a map of ${map.height} x ${map.width}, ` +
            "which is what the stem makes of the image: choose a divisor of both");
    }
    return size * size * map.channels;
}
//# sourceMappingURL=encoder.js.map