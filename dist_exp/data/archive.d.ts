import type { OpenedFile } from "./image_files.js";
import { type ImageSet } from "./image_set.js";
import type { SourceOptions } from "./sources/format.js";
/** A file in an archive. */
export interface ArchiveEntry {
    /** Its place among all entries. */
    readonly place: number;
    readonly name: string;
    /** Bytes when unpacked. */
    readonly size: number;
    /** Whether it only refers to another entry. */
    readonly link?: boolean;
    /** Why it cannot be unpacked. */
    readonly trouble?: string;
}
/** An archive, listed; nothing of it is unpacked yet. */
export interface Archive {
    readonly path: string;
    readonly entries: readonly ArchiveEntry[];
    /** The content of the entries at `places`, which rise, in that order. */
    open(places: readonly number[]): AsyncGenerator<OpenedFile, void, undefined>;
}
/** Refuses archives that are made to grow without end. @throws {DataError} */
export declare function requireUnpackable(path: string, packed: number, unpacked: number): void;
/**
 * Decodes the images of an archive in its order. Their names are their paths in it; where all of them lie in folders
 * of one folder, as most archives are packed, that one is left out.
 *
 * @throws DataError if it holds no image that can be used; ArgumentError for an option out of range.
 */
export declare function loadArchive(archive: Archive, options: SourceOptions): Promise<ImageSet>;
