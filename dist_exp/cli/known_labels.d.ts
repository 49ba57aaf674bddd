import type { ImageSet } from "../data/image_set.js";
/**
 * Matches classes and labels by name; a label without a name is called by its number.
 * @throws {DataError} when the images have a label that the model has no class for.
 */
export declare function knownLabels(classNames: readonly string[], { labels, labelNames }: ImageSet): ReadonlyMap<number, number>;
/**
 * Which label each class stood for in the run that wrote `path`, a metrics.json, matched by name.
 * @throws {ArgumentError} when the file is none of a run that knew labels, or none of its labels is one of the images'.
 */
export declare function labelsOfRun(path: string, { labels, labelNames }: ImageSet): Promise<ReadonlyMap<number, number>>;
