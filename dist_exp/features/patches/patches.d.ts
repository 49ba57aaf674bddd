/** Square parts of images [N, H, W, C] as rows: those of a grid on the device, and some at random on the host. */
import type { Tape } from "../../autograd/index.js";
import type { Random } from "../../random/philox.js";
import type { Tensor } from "../../tensor/index.js";
/** Where patches are in images of one size. */
export interface Grid {
    /** Sides of a patch, in pixels. */
    readonly size: number;
    /** Pixels from one patch to the next. */
    readonly stride: number;
    readonly height: number;
    readonly width: number;
    readonly channels: number;
    /** Patches below and beside each other. */
    readonly down: number;
    readonly across: number;
    /** Values of a patch. */
    readonly values: number;
}
/** @throws {ShapeError} if no patch fits into the images. */
export declare function gridOf(caller: string, images: readonly number[], size: number, stride: number): Grid;
/** Some images of a batch, and some lines of their grids. */
export interface Section {
    readonly image: number;
    readonly images: number;
    readonly line: number;
    readonly lines: number;
}
/** The patches of a section of x [B, H, W, C], image by image, line by line: [images * lines * across, values]. */
export declare function unfold(tape: Tape, x: Tensor, grid: Grid, section: Section): Tensor;
/** `count` patches of x [N, H, W, C] at random places, [count, values]; image by image. */
export declare function randomPatches(x: Tensor, { size, height, width, channels, values }: Grid, count: number, random: Random): Promise<Float32Array<ArrayBuffer>>;
