import { BatchNorm, Conv2d, kaimingNormal, Linear, Module, Sequential, } from "../../nn/index.js";
import { add, maxPool2d, mean, relu, reshape } from "../../ops/index.js";
import { choice, fields, whole } from "../schema.js";
import { Network } from "./network.js";
import { registerNetwork } from "./registry.js";
/** Below this side a stem made for photographs leaves too little of an image. */
const SMALL_PIXELS = 64;
const stems = ["imagenet", "small"];
const options = fields({
    /**
     * "imagenet": a 7 x 7 convolution with stride 2, and 3 x 3 maxima with stride 2. "small": a 3 x 3 convolution with
     * stride 1 alone. Default: "small" where a side of the images is below 64 pixels.
     */
    stem: choice(stems).optional(),
    /** Channels of the first stage; each later one has twice as many. */
    width: whole(1, 1024).default(64),
});
/** Without bias, padded to keep the size but for the stride; first values as torchvision's residual networks. */
function convolution(inputs, outputs, kernel, stride = 1) {
    const init = kaimingNormal(outputs * kernel * kernel);
    return new Conv2d(inputs, outputs, kernel, { stride, padding: Math.floor(kernel / 2), bias: false, init });
}
/** 1 x 1 convolution and normalisation of what goes past a block, where the block changes its shape. */
function shortcut(inputs, outputs, stride) {
    if (inputs === outputs && stride === 1)
        return null;
    return new Sequential(convolution(inputs, outputs, 1, stride), new BatchNorm(outputs));
}
/** Two 3 x 3 convolutions. */
class BasicBlock extends Module {
    static expansion = 1;
    conv1;
    bn1;
    conv2;
    bn2;
    downsample;
    constructor(inputs, width, stride) {
        super();
        this.conv1 = convolution(inputs, width, 3, stride);
        this.bn1 = new BatchNorm(width, { relu: true });
        this.conv2 = convolution(width, width, 3);
        this.bn2 = new BatchNorm(width);
        this.downsample = shortcut(inputs, width, stride);
    }
    forward(tape, x) {
        const inner = this.bn1.forward(tape, this.conv1.forward(tape, x));
        const y = this.bn2.forward(tape, this.conv2.forward(tape, inner));
        return relu(tape, add(tape, y, this.downsample?.forward(tape, x) ?? x));
    }
}
/** A 3 x 3 convolution between two of 1 x 1, the last of which has four times the channels. */
class Bottleneck extends Module {
    static expansion = 4;
    conv1;
    bn1;
    conv2;
    bn2;
    conv3;
    bn3;
    downsample;
    constructor(inputs, width, stride) {
        super();
        const outputs = Bottleneck.expansion * width;
        this.conv1 = convolution(inputs, width, 1);
        this.bn1 = new BatchNorm(width, { relu: true });
        this.conv2 = convolution(width, width, 3, stride);
        this.bn2 = new BatchNorm(width, { relu: true });
        this.conv3 = convolution(width, outputs, 1);
        this.bn3 = new BatchNorm(outputs);
        this.downsample = shortcut(inputs, outputs, stride);
    }
    forward(tape, x) {
        const narrow = this.bn1.forward(tape, this.conv1.forward(tape, x));
        const inner = this.bn2.forward(tape, this.conv2.forward(tape, narrow));
        const y = this.bn3.forward(tape, this.conv3.forward(tape, inner));
        return relu(tape, add(tape, y, this.downsample?.forward(tape, x) ?? x));
    }
}
class ResNet extends Network {
    featureCount;
    conv1;
    bn1;
    layer1;
    layer2;
    layer3;
    layer4;
    head;
    #stem;
    constructor(Block, depths, { height, width: imageWidth, channels }, classes, { stem, width }) {
        super();
        this.#stem = stem ?? (Math.min(height, imageWidth) < SMALL_PIXELS ? "small" : "imagenet");
        this.conv1 =
            this.#stem === "small" ? convolution(channels, width, 3) : convolution(channels, width, 7, 2);
        this.bn1 = new BatchNorm(width, { relu: true });
        let inputs = width;
        const stage = (index) => {
            const inner = width * 2 ** index;
            const blocks = Array.from({ length: depths[index] }, (_, i) => {
                const block = new Block(inputs, inner, index > 0 && i === 0 ? 2 : 1);
                inputs = inner * Block.expansion;
                return block;
            });
            return new Sequential(...blocks);
        };
        this.layer1 = stage(0);
        this.layer2 = stage(1);
        this.layer3 = stage(2);
        this.layer4 = stage(3);
        this.featureCount = inputs;
        this.head = new Linear(inputs, classes);
    }
    /** Torchvision calls the head `fc`. */
    children() {
        return super.children().map(([name, child]) => [name === "head" ? "fc" : name, child]);
    }
    features(tape, x) {
        const first = this.bn1.forward(tape, this.conv1.forward(tape, x));
        const stem = this.#stem === "small" ? first : maxPool2d(tape, first, 3, { stride: 2, padding: 1 });
        const map = [this.layer1, this.layer2, this.layer3, this.layer4].reduce((value, layer) => layer.forward(tape, value), stem);
        const [batch, height, width, channels] = map.shape;
        return mean(tape, reshape(tape, map, [batch, height * width, channels]), 1);
    }
}
const family = [
    [18, BasicBlock, [2, 2, 2, 2]],
    [34, BasicBlock, [3, 4, 6, 3]],
    [50, Bottleneck, [3, 4, 6, 3]],
];
for (const [layers, Block, depths] of family) {
    registerNetwork({
        name: `resnet${layers}`,
        about: `a residual network of ${layers} layers, with torchvision's parameter names`,
        options,
        build: ({ size, classes, options: o }) => new ResNet(Block, depths, size, classes, o),
    });
}
//# sourceMappingURL=res_net.js.map