/** Images that lie in an archive: which of its entries they are, and how much of it is unpacked. */
import { DataError } from "../errors.js";
import { decodeImages, limited, noImages } from "./folder.js";
import type { OpenedFile } from "./image_files.js";
import { createImageSet, type ImageSet, type SkippedFile } from "./image_set.js";
import type { SourceOptions } from "./sources/format.js";
import { endingOf, judgeName } from "./walk.js";

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

/** Bytes of one entry; an image is in memory while it is decoded, several at a time. */
export const MAX_ENTRY_BYTES = 2 ** 28;
/** Deflate packs 1,032 to 1 at most; files that hold pictures stay far below. */
const MAX_RATIO = 500;
const SMALL_BYTES = 2 ** 26;

/** Refuses archives that are made to grow without end. @throws {DataError} */
export function requireUnpackable(path: string, packed: number, unpacked: number): void {
  if (unpacked <= MAX_RATIO * packed + SMALL_BYTES) return;
  throw new DataError(
    `${path} would unpack to more than ${MAX_RATIO} times its size: if you trust it, unpack it and give the folder.`,
  );
}

/**
 * Decodes the images of an archive in its order. Their names are their paths in it; where all of them lie in folders
 * of one folder, as most archives are packed, that one is left out.
 *
 * @throws DataError if it holds no image that can be used; ArgumentError for an option out of range.
 */
export async function loadArchive(archive: Archive, options: SourceOptions): Promise<ImageSet> {
  const { path } = archive;
  const skipped: SkippedFile[] = [];
  const others: Record<string, number> = {};
  const found = new Map<string, ArchiveEntry>();
  let repeated = 0;
  for (const entry of archive.entries) {
    const name = entry.name.replaceAll("\\", "/").replace(/^(\.?\/)+/, "");
    const parts = name.split("/");
    if (parts.some((part) => part === "..")) {
      skipped.push({ name, reason: "its name leads out of the archive: pack it under another name" });
      continue;
    }
    if (parts.some((part) => part.startsWith(".") || part === "__MACOSX") || name.endsWith("/")) continue;
    const verdict = await judgeName(name);
    if (verdict === null) {
      others[endingOf(name)] = (others[endingOf(name)] ?? 0) + 1;
    } else if (verdict !== "image") {
      skipped.push({ name, reason: verdict });
    } else if (entry.link) {
      repeated++;
    } else if (entry.trouble !== undefined || entry.size > MAX_ENTRY_BYTES) {
      skipped.push({ name, reason: entry.trouble ?? TOO_LARGE });
    } else {
      // Of entries of one name the last counts, as for whoever unpacks them.
      if (found.delete(name)) repeated++;
      found.set(name, entry);
    }
  }
  if (found.size === 0) throw noImages(path, skipped, others);
  const images = limited([...found], options.limit);
  const top = commonFolder([...found.keys()]);
  const places = images.map(([, { place }]) => place);
  const files = {
    names: images.map(([name]) => name.slice(top.length)),
    folder: null,
    async *open(wanted: Iterable<number>) {
      // Numbers among the images become places in the archive, and back.
      const chosen = [...wanted];
      const numbers = new Map(chosen.map((number) => [places[number]!, number]));
      for await (const file of archive.open(chosen.map((number) => places[number]!))) {
        yield { ...file, place: numbers.get(file.place)! };
      }
    },
  };
  const inTop = ({ name, reason }: SkippedFile) => ({
    name: name.startsWith(top) ? name.slice(top.length) : name,
    reason,
  });
  const set = await decodeImages(files, path, options, skipped.map(inTop));
  // Several images of one file have no name among the files.
  const again = options.frames !== "all" && { archive: files };
  return createImageSet({ ...set, repeated, others, ...again });
}

const TOO_LARGE = `it takes more than ${MAX_ENTRY_BYTES / 2 ** 20} MiB: unpack the archive, and give the folder`;

/** The folder, with a slash, that all names lie in, if each lies in another folder within; else nothing. */
function commonFolder(names: readonly string[]): string {
  const [first = ""] = names;
  const top = first.slice(0, first.indexOf("/") + 1);
  const inside = (name: string) => name.startsWith(top) && name.includes("/", top.length);
  return top !== "" && names.every(inside) ? top : "";
}
