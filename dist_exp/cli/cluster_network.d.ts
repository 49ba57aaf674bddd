import { type ImageSet } from "../data/image_set.js";
import { ImageClusterer } from "../models/index.js";
import { type ClusterLearner, type ClusterOptions } from "./cluster_job.js";
import type { Output } from "./output.js";
/** Checks what was asked for. @throws {ArgumentError} */
export declare function networkLearner(options: ClusterOptions): Promise<ClusterLearner>;
/** Which views the training takes where none are given, and why. */
export declare function viewsText(images: ImageSet): string;
/** Notes the sizes of the classes that the training found before it, where they are unequal. */
export declare function noteShares(out: Output, { classShares }: ImageClusterer): void;
