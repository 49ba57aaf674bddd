import { ArgumentError } from "../errors.js";
import { checkWhole } from "../ops/check.js";
import { batchNorm, groupNorm, layerNorm } from "../ops/index.js";
import { constantInit } from "./initializers.js";
import { Module } from "./module.js";
import { Parameter } from "./parameter.js";
/**
 * Batch normalisation over all axes but the last (Ioffe and Szegedy 2015). In training mode it normalises by the batch
 * and folds the batch's mean and variance into the running ones; in inference mode, and where it is frozen, it
 * normalises by the running ones.
 */
export class BatchNorm extends Module {
    weight;
    bias;
    /** [2, C]: mean and variance. */
    running;
    #options;
    constructor(features, { relu = false, epsilon = 1e-5, momentum = 0.1 } = {}) {
        super();
        this.weight = new Parameter([features], constantInit(1));
        this.bias = new Parameter([features], constantInit(0));
        this.running = new Parameter([2, features], [constantInit(0), constantInit(1)], {
            names: ["running_mean", "running_var"],
            trained: false,
        });
        this.#options = { relu, epsilon, momentum };
    }
    /** x [..., C] to the same shape. */
    forward(tape, x) {
        const { momentum, ...options } = this.#options;
        const update = tape.training?.updateStatistics ?? true;
        return batchNorm(tape, x, this.weight.on(tape), this.bias.on(tape), this.running.value, {
            ...options,
            training: tape.training !== null && this.weight.trainable,
            momentum: update ? momentum : 0,
        });
    }
}
/** Layer normalisation of the last axis (Ba et al. 2016). */
export class LayerNorm extends Module {
    weight;
    bias;
    #epsilon;
    constructor(features, { epsilon = 1e-5 } = {}) {
        super();
        this.weight = new Parameter([features], constantInit(1));
        this.bias = new Parameter([features], constantInit(0));
        this.#epsilon = epsilon;
    }
    /** x [..., C] to the same shape. */
    forward(tape, x) {
        return layerNorm(tape, x, this.weight.on(tape), this.bias.on(tape), this.#epsilon);
    }
}
/**
 * Group normalisation (Wu and He 2018): in each sample the neighbouring channels of a group are normalised together over
 * all positions. One group is layer normalisation over the whole sample, as many groups as channels are instance
 * normalisation. The same in training and inference. Default epsilon 1e-5.
 */
export class GroupNorm extends Module {
    groups;
    /** [C] */
    weight;
    /** [C] */
    bias;
    #epsilon;
    /** @throws {ArgumentError} when `groups` is no divisor of `channels`. */
    constructor(groups, channels, { epsilon = 1e-5 } = {}) {
        super();
        checkWhole("GroupNorm", "groups", groups, 1);
        checkWhole("GroupNorm", "channels", channels, 1);
        if (channels % groups !== 0) {
            throw new ArgumentError(`GroupNorm: groups is ${groups}: give a divisor of ${channels} channels`);
        }
        this.groups = groups;
        this.weight = new Parameter([channels], constantInit(1));
        this.bias = new Parameter([channels], constantInit(0));
        this.#epsilon = epsilon;
    }
    /** x [B, ..., C] to the same shape. */
    forward(tape, x) {
        return groupNorm(tape, x, this.groups, this.weight.on(tape), this.bias.on(tape), this.#epsilon);
    }
}
//# sourceMappingURL=normalization.js.map