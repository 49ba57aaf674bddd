/** What a clustering should not come down to: simple statistics of each image. */
import type { Images } from "../images.js";
export interface Statistic {
    /** As sentences name it: "brightness". */
    readonly name: string;
    /** What can be done where classes follow it. */
    readonly remedy: string;
    /** Numbers of each image, [N, columns], each column with deviation 1 or constant. */
    readonly values: Float32Array<ArrayBuffer>;
    readonly columns: number;
}
/** The statistics of all images; colour only where there are colours. */
export declare function imageStatistics(images: Images): Statistic[];
