/** The formats that a source of images can have. Each file of this folder registers its own. */
import type { FolderOptions } from "../folder.js";
import type { ImageSet } from "../image_set.js";
/** Options of `openImages`. Those of decoding count for image files; arrays (IDX, NumPy, CIFAR) keep their size. */
export interface SourceOptions extends FolderOptions {
    /** "folders" takes the top-level folder of each image as its class; else the path of a file of labels. */
    labels?: "folders" | (string & {});
}
/** What a source holds: all of it in `train`, unless it sets test images apart itself. */
export interface OpenedImages {
    train: ImageSet;
    test: ImageSet | null;
}
/** What is known of a source before it is read. */
export interface SourceFacts {
    readonly path: string;
    /** "nothing" where there is none, "other" for pipes and devices, which are not opened: that may wait for ever. */
    readonly kind: "folder" | "file" | "other" | "nothing";
    readonly size: number;
    /** The first bytes of a file. */
    readonly head: Buffer;
}
export interface SourceFormat {
    /** How it is called where a person is told what can be given, such as "an IDX file"; null where another's title covers it. */
    readonly title: string | null;
    /** Asked after all others, since it takes what they do not know. */
    readonly last?: boolean;
    /** Whether its images are files of their own, which `listImages` finds. */
    readonly files?: boolean;
    /** Whether the source is of this format; files by name, so that a damaged one is called damaged, or by first bytes. */
    accepts(source: SourceFacts): boolean | Promise<boolean>;
    /** @throws {DataError} where the source cannot be used. */
    open(path: string, options: SourceOptions): Promise<OpenedImages>;
}
export declare function registerSourceFormat(format: SourceFormat): void;
/** What can be given, for sentences. */
export declare function sourceTitles(): string;
/** All formats, in the order in which they are asked. */
export declare function sourceFormats(): readonly SourceFormat[];
