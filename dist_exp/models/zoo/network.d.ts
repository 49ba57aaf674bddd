/** What the named networks have in common: features, and a head that can be replaced. */
import type { Tape } from "../../autograd/index.js";
import { Module } from "../../nn/index.js";
import type { Tensor } from "../../tensor/index.js";
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
export declare abstract class Network extends Module {
    /** Length of a feature vector: what the head reads. */
    abstract readonly featureCount: number;
    /** Features [B, featureCount] to the network's result. */
    abstract head: Module;
    /** Images [B, H, W, C] to what the head reads, [B, featureCount]. */
    abstract features(tape: Tape, x: Tensor): Tensor;
    /** Images [B, H, W, C] to the head's result. */
    forward(tape: Tape, x: Tensor): Tensor;
}
