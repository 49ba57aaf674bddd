import type { Entry, ZipFile } from "yauzl";
/** Reads the list of entries; `zip` has to be closed. @throws {DataError} where it is damaged. */
export declare function listZip(path: string): Promise<Entry[]>;
/** Opens a file whose entries are known, for `entryStream`; it has to be closed. */
export declare function openZip(path: string): Promise<ZipFile>;
/** The name of an entry. */
export declare function zipName(entry: Entry): Promise<string>;
/** Whether an entry only says where another file lies. */
export declare function isZipLink({ versionMadeBy, externalFileAttributes }: Entry): boolean;
/** Why an entry cannot be unpacked, or undefined. */
export declare function zipTrouble(entry: Entry): string | undefined;
/** The content of an entry, checked against its sum. */
export declare function entryStream(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer, void, undefined>;
