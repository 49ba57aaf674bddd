import { ArgumentError } from "../../errors.js";
import { Conv2d, Dropout, flatten, Linear, Sequential } from "../../nn/index.js";
import { matmul, maxPool2d, permute, relu, reshape } from "../../ops/index.js";
import { fields, whole } from "../schema.js";
import { Network } from "./network.js";
import { dropout } from "./options.js";
import { registerNetwork } from "./registry.js";
/** Channels of the last convolution, and rows and columns that its map is averaged to. */
const CHANNELS = 256;
const GRID = 6;
/** The smallest side of which the convolutions and poolings leave a pixel. */
const LEAST_PIXELS = 63;
const options = fields({
    dropout: dropout.default(0.5),
    /** Width of the two dense layers. */
    dense: whole(1, 65536).default(4096),
});
const pool = (tape, x) => maxPool2d(tape, x, 3, { stride: 2 });
class AlexNet extends Network {
    featureCount;
    convolutions;
    hidden;
    head;
    constructor({ size: { height, width, channels }, classes, options: o, }) {
        super();
        if (Math.min(height, width) < LEAST_PIXELS) {
            throw new ArgumentError(`alexNet: images are ${height} x ${width} pixels: give them ${LEAST_PIXELS} x ${LEAST_PIXELS} or more`);
        }
        this.featureCount = o.dense;
        this.convolutions = new Sequential(new Conv2d(channels, 64, 11, { stride: 4, padding: 2 }), relu, pool, new Conv2d(64, 192, 5, { padding: 2 }), relu, pool, new Conv2d(192, 384, 3, { padding: 1 }), relu, new Conv2d(384, CHANNELS, 3, { padding: 1 }), relu, new Conv2d(CHANNELS, CHANNELS, 3, { padding: 1 }), relu, pool);
        this.hidden = new Sequential(new Dropout(o.dropout), new Linear(CHANNELS * GRID * GRID, o.dense), relu, new Dropout(o.dropout), new Linear(o.dense, o.dense), relu);
        this.head = new Linear(o.dense, classes);
    }
    /** Torchvision's names: the convolutions are its `features`, the head is the last of its `classifier`. */
    children() {
        return [
            ["features", this.convolutions],
            ["classifier", this.hidden],
            [`classifier.${this.hidden.layers.length}`, this.head],
        ];
    }
    features(tape, x) {
        const map = adaptiveAvgPool2d(tape, this.convolutions.forward(tape, x), GRID);
        // Torchvision's dense weights read the channels first.
        return this.hidden.forward(tape, flatten(tape, permute(tape, map, [0, 3, 1, 2])));
    }
}
/**
 * Means over `grid` x `grid` parts of a map, as PyTorch's AdaptiveAvgPool2d: part i of n pixels is from floor(i n / grid)
 * to ceil((i + 1) n / grid), so that parts overlap where the grid does not divide the map. x [B, H, W, C] to
 * [B, grid, grid, C].
 */
function adaptiveAvgPool2d(tape, x, grid) {
    const [batch, height, width, channels] = x.shape;
    if (height === grid && width === grid)
        return x;
    const down = matmul(tape, averages(tape, grid, height), reshape(tape, x, [batch, height, width * channels]));
    const across = matmul(tape, averages(tape, grid, width), reshape(tape, down, [batch * grid, width, channels]));
    return reshape(tape, across, [batch, grid, grid, channels]);
}
/** The matrix that averages `extent` values to `parts`: [parts, extent]. */
function averages(tape, parts, extent) {
    const matrix = new Float32Array(parts * extent);
    for (let part = 0; part < parts; part++) {
        const begin = Math.floor((part * extent) / parts);
        const end = Math.ceil(((part + 1) * extent) / parts);
        matrix.fill(1 / (end - begin), part * extent + begin, part * extent + end);
    }
    return tape.constant(matrix, [parts, extent]);
}
registerNetwork({
    name: "alexNet",
    about: "AlexNet with torchvision's parameter names, for images of 63 pixels a side or more",
    // Without batch norm, Adam at 0.001 ends in a network that gives each image the same class.
    learningRate: 1e-4,
    options,
    build: (input) => new AlexNet(input),
});
//# sourceMappingURL=alex_net.js.map