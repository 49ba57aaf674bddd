import { Module } from "../../nn/index.js";
/**
 * A network over images [B, H, W, C], float32, standardised as its training data were. Its result is the head's:
 * logits [B, classes] of a classifier.
 *
 * Another task on the same features needs another head only. Replace it before `to`, and load what was learned without
 * the old one:
 *
 * ```ts
 * const network = buildNetwork("resnet18", size, 1000);
 * network.head = new Linear(network.featureCount, 5);
 * network.to(device).loadStateDict(trunk, { strict: false });
 * network.freeze();
 * network.head.unfreeze();
 * ```
 */
export class Network extends Module {
    /** Images [B, H, W, C] to the head's result. */
    forward(tape, x) {
        return this.head.forward(tape, this.features(tape, x));
    }
}
//# sourceMappingURL=network.js.map