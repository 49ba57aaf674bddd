/** Names of the files that `skein segment` writes for an image. */
/** A name without its last ending: "birds/owl.jpg" as "birds/owl". */
export declare const stem: (name: string) => string;
/**
 * A relative path for each name, without its ending, and no two alike: of images that differ in the ending alone, all but
 * the first keep it. Parts that lead out of a folder are replaced.
 */
export declare function outputStems(names: readonly string[]): string[];
