/** Image batches on the device, gathered from bytes that stay there. */
import type { Tape } from "../autograd/index.js";
import type { Device } from "../device/index.js";
import { type Tensor } from "../tensor/index.js";
import { type AugmentationOptions } from "./augmentation.js";
import { type Images } from "./images.js";
/** What pixels from 0 to 1 become: (pixel - mean) / std. */
export interface PixelScale {
    readonly mean: number;
    /** Above 0. */
    readonly std: number;
}
/** Images chosen by index: what the kernels that read them take. */
export interface Batch {
    readonly bindings: {
        readonly pixels: Tensor<"u8">;
        readonly index: Tensor<"u32">;
    };
    readonly params: {
        readonly images: number;
        readonly height: number;
        readonly width: number;
        readonly channels: number;
        readonly count: number;
    };
}
/**
 * A set of images as float32 batches: gathered by index, scaled, and augmented at random on the device.
 *
 * ```ts
 * const batches = new ImageBatches(device, images, { mean: 0.5, std: 0.25 });
 * const batch = batches.select(tape, Uint32Array.of(4, 1, 1));
 * const x = batches.plain(tape, batch);
 * const y = batches.augmented(tape, batch, { rotation: 10 }, { seed: 0, offset: step });
 * batches.release();
 * ```
 */
export declare class ImageBatches {
    #private;
    /**
     * @param images sent to the device once, where one binding holds them; else batch by batch.
     * @param scale default: pixels 0 to 255 become 0 to 1.
     * @throws {DataError} when the number or the type of the pixels is wrong.
     * @throws {ArgumentError} when the mean is not finite, or the deviation not above 0.
     */
    constructor(device: Device, images: Images, { mean, std }?: PixelScale);
    /**
     * The images at `indices`, which live as long as the tape; sent to the device once for all uses.
     * @throws {ArgumentError} when there is no index, or one is not below the number of images.
     */
    select(tape: Tape, indices: Uint32Array): Batch;
    /** A batch as float32, [count, height, width, channels], on the tape; without a derivative. */
    plain(tape: Tape, { bindings, params }: Batch): Tensor;
    /**
     * The same with each image moved, turned, scaled, sheared, bent, cropped, lit and coloured at random.
     * @param options what is left out has the default of `Augmentation`; 0 for a change switches it off.
     * @param random the same seed and offset give the same changes: give each step an offset of its own.
     * @throws {ArgumentError} when an option is wrong.
     */
    augmented(tape: Tape, { bindings, params }: Batch, options: AugmentationOptions, random: {
        seed: number;
        offset: number;
    }): Tensor;
    /** Returns the memory of the images. */
    release(): void;
}
