import { type ImageSet, type SkippedFile } from "../data/image_set.js";
import { type OpenedImages, type SourceOptions } from "../data/source.js";
import type { Output } from "./output.js";
/** Reads a source with a progress bar. */
export declare function readImages(source: string, options: Omit<SourceOptions, "onProgress" | "signal">, out: Output, signal: AbortSignal): Promise<OpenedImages>;
/** What of an animation or document is asked for. */
export declare function framesOf(all: boolean | undefined): "all" | "first";
/** Files left out need no decoding, except where a file of labels has a line for each of them, in their order. */
export declare function limitOfFiles(limit: number | undefined, labels: string | undefined): Promise<number | undefined>;
/** `count` images at even distances, so that a folder sorted by class still gives some of each. */
export declare function spread(set: ImageSet, count: number): ImageSet;
/** "1,000 images, 28 x 28, grey", or "60,000 images to learn from, 10,000 held out, 28 x 28, grey". */
export declare function describeImages(images: ImageSet, heldOut?: ImageSet | null): string;
/** A wrong path is found out before the images are read, which may take long. @throws {DataError} */
export declare function requireLabels(labels: string): Promise<void>;
/** Says that links were not counted, which would count an image more than once. */
export declare function noteRepeated(out: Output, repeated?: number): void;
/** Says how many files are no pictures, and of which kinds, so that nobody looks for them among the images. */
export declare function noteOthers(out: Output, others?: Readonly<Record<string, number>>, shown?: number): void;
/** Says that images are there more than once: they pull a class towards them. `copies` as `duplicateImages` gives it. */
export declare function noteCopies(out: Output, copies: readonly (readonly number[])[]): void;
/** Says that images lie in no folder that would label them. */
export declare function noteUnlabelled(out: Output, { labels, names }: ImageSet): void;
/** Says which files could not be used; with many, the first ones. */
export declare function warnOfSkipped(out: Output, skipped: readonly SkippedFile[], shown?: number): void;
/**
 * How images are called in every table: a file by its path within the source, others by their number there, after the
 * part that they belong to where the source sets images apart ("test/12").
 */
export declare function imageNames({ train, test }: OpenedImages): string[];
/** The path of each image's file, or null where images are no files of their own. */
export declare function imageFiles({ names, folder }: ImageSet): string[] | null;
/** IDX images keep their size: an option that says otherwise would be ignored, so it is refused. */
export declare function refuseSizeWithoutFiles(set: ImageSet, given: boolean): void;
