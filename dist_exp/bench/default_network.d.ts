/** What the works around ImageClusterer share: its default network, images for it, counts and a float64 check. */
import type { Device } from "../device/index.js";
import type { Images } from "../models/images.js";
import type { ImageClustererConfig } from "../models/index.js";
import type { HostTensor, Inputs } from "./case.js";
/** Rows and columns of the images. */
export declare const SIDE = 28;
/** Images that are checked against float64. */
export declare const CHECKED_IMAGES = 16;
export interface StoredTensor {
    readonly shape: readonly number[];
    readonly data: Float32Array;
}
/** Random bytes: what images show does not matter to the time. */
export declare function makeImages(count: number): HostTensor;
export declare function asImages({ shape, data }: HostTensor): Images;
/** The first images of more. */
export declare function firstImages(images: Images, wanted: number): Images;
/** Initial parameters by the names that the peers know, which are those of version 0.1, and the images. */
export declare function networkInputs(device: Device, config: ImageClustererConfig, images: HostTensor): Promise<Inputs>;
export declare function stateOf(inputs: Inputs): Map<string, StoredTensor>;
/** The parameters by the names of the network's modules. */
export declare function modelStateOf(inputs: Inputs): Map<string, StoredTensor>;
/** Multiplications and additions for one image on its way forward. */
export declare function imageFlops({ hidden, heads, clusters, stem, layers, bidirectional, }: ImageClustererConfig): number;
/**
 * Logits [B, heads * K] of a network with one recurrent layer over rows, as the default is. In training,
 * normalised by these very images, else by the running statistics.
 */
export declare function logits64({ stem, cell, hidden, bidirectional, heads, clusters }: ImageClustererConfig, state: ReadonlyMap<string, StoredTensor>, images: Images, training: boolean): Float64Array;
/** The first head's probabilities [B, K] in inference. */
export declare function probabilities64(config: ImageClustererConfig, state: ReadonlyMap<string, StoredTensor>, images: Images): Float64Array;
