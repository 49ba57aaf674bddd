/** A training step of every named network that classifies, and prediction by some. */
import { networks } from "../../models/index.js";
import { networkCase } from "../network.js";
const small = ({ side }) => side <= 32;
const rows = (H, B) => ({ H, B, T: 28, I: 28 });
const digits = {
    shapes: [{ B: 128, side: 28, C: 1 }],
    quick: { B: 2, side: 12, C: 1 },
};
const photographs = {
    shapes: [{ B: 8, side: 64, C: 3 }],
    quick: { B: 4, side: 16, C: 3 },
    software: small,
};
const residual = {
    shapes: [{ B: 8, side: 64, C: 3, width: 64 }],
    // The last map has 16 values a channel: batch norm over two would amplify rounding errors.
    quick: { B: 4, side: 16, C: 3, width: 8 },
    software: small,
};
/** By name; a network that is not here is measured on `photographs`. */
const measured = {
    rowLstm: {
        shapes: [rows(128, 128), rows(64, 32), rows(64, 128), rows(128, 32), rows(256, 32), rows(256, 128)],
        quick: { H: 12, B: 5, T: 6, I: 7 },
        // The larger ones take a second there.
        software: ({ H }) => H <= 128,
    },
    biRnn: digits,
    reNet: { ...digits, shapes: [{ B: 32, side: 28, C: 1 }] },
    attentionRnn: digits,
    cnnRnn: {
        shapes: [{ B: 16, side: 224, C: 3, H: 128 }],
        quick: { B: 2, side: 16, C: 3, H: 12 },
        software: small,
        scaling: () => true,
        memory: true,
    },
    alexNet: {
        shapes: [{ B: 64, side: 64, C: 3, dense: 4096 }],
        quick: { B: 2, side: 64, C: 3, dense: 16 },
        software: () => false,
    },
    resnet18: {
        ...residual,
        shapes: [{ B: 64, side: 64, C: 3, width: 64 }],
        scaling: () => true,
        predict: true,
    },
    resnet34: residual,
    resnet50: residual,
};
const snake = (name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
export const networkFamilies = networks()
    .filter(({ task = "classification" }) => task === "classification")
    .flatMap(({ name: network, about }) => {
    const { memory = false, predict = false, ...own } = measured[network] ?? photographs;
    return (predict ? [true, false] : [true]).map((training) => {
        const work = `${snake(network)}_${training ? "step" : "predict"}`;
        return {
            ...own,
            work,
            about: `${training ? "a training step (forward, backward, Adam)" : "logits"} of ${about}`,
            make: (sizes) => networkCase({ network, work, sizes, training, memory: memory && training }),
        };
    });
});
//# sourceMappingURL=networks.js.map