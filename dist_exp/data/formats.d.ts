/** Which kind of file it is, by its first bytes and by its name. Nothing is decoded here. */
/** What Skein reads, for sentences. */
export declare const SUPPORTED_FORMATS = "PNG, JPEG, WebP, TIFF, GIF, AVIF and SVG";
/** Bytes that `identify` looks at; an SVG may begin with comments. */
export declare const HEAD_BYTES = 1024;
/** A kind of picture file. */
export interface FileKind {
    readonly name: string;
    /** Why Skein does not read it, and what to do; null where it does. */
    readonly remedy: string | null;
    /** The format of libvips, and the ending, by which builds of it that read this kind all the same are known. */
    readonly libvips?: readonly [format: string, suffix: string];
    /** Whether it is no picture, so that a folder may well hold it: such files are counted, not listed. */
    readonly other?: boolean;
}
/** The kind of picture whose file begins with these bytes, or null if they are none that is known. */
export declare function identify(head: Uint8Array): FileKind | null;
/** Whether the name ends like an image that Skein reads. */
export declare function hasImageExtension(name: string): boolean;
/** The kind that a name's ending tells of, for pictures and videos that Skein does not read; else null. */
export declare function kindByName(name: string): FileKind | null;
/** Whether only the content can tell what a file is: its name has no ending, or one of digits. */
export declare function isUntyped(name: string): boolean;
