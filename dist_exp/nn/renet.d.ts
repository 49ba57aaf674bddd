/** Recurrent sweeps over a map in both dimensions. */
import type { Tape } from "../autograd/index.js";
import { type Cell } from "../ops/index.js";
import { type Tensor } from "../tensor/index.js";
import { Module } from "./module.js";
import { Recurrent } from "./recurrent.js";
export interface ReNetOptions {
    /** Side of the square patches that the map is read in. Default 2. */
    readonly patch?: number;
    /** Default "gru". */
    readonly cell?: Cell;
}
/**
 * A ReNet layer (Visin et al. 2015), in place of convolution and pooling: a bidirectional recurrent network sweeps each
 * column of patches, another one each row of what the first gave, so that every position of the result has seen all of the
 * map.
 */
export declare class ReNet extends Module {
    readonly patch: number;
    /** Over columns. */
    readonly vertical: Recurrent;
    /** Over rows. */
    readonly horizontal: Recurrent;
    /**
     * @param channels of the map.
     * @param hidden units of each direction.
     */
    constructor(channels: number, hidden: number, { patch, cell }?: ReNetOptions);
    /**
     * x [B, H, W, channels] to [B, H / patch, W / patch, 2 * hidden].
     * @throws {ShapeError} when patches do not fill the map.
     */
    forward(tape: Tape, x: Tensor): Tensor;
}
