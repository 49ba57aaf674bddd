/** Images as vectors, for learners that know no images. */
import type { Images } from "../models/images.js";
/** Values of one image: height x width x channels. */
export declare function pixelColumns({ height, width, channels }: Images): number;
/** Pixels from 0 to 1, [N, columns] row by row. */
export declare function scaledPixels({ pixels }: Images): Float32Array<ArrayBuffer>;
/** Pixels from 0 to 1, an array for each image. */
export declare function pixelRows(images: Images): number[][];
