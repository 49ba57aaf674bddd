/** A tar archive of images, packed with gzip or not. */
import { type ArchiveEntry, loadArchive } from "../archive.js";
import type { OpenedFile } from "../image_files.js";
import { readTar } from "../tar.js";
import { registerSourceFormat } from "./format.js";

const NAME = /\.(tar|tgz|tar\.gz)$/i;
const FILE_TYPES = ["File", "OldFile", "ContiguousFile"];

registerSourceFormat({
  title: "a tar archive of images",
  accepts: ({ kind, path, head }) =>
    kind === "file" && (NAME.test(path) || head.toString("latin1", 257, 262) === "ustar"),
  open: async (path, options) => {
    const { signal } = options;
    const entries: ArchiveEntry[] = [];
    for await (const { place, entry } of readTar(path, { wanted: () => false, signal })) {
      const link = entry.type === "Link" || entry.type === "SymbolicLink";
      if (link || FILE_TYPES.includes(entry.type)) {
        entries.push({ place, name: entry.path, size: entry.size, link });
      }
    }
    async function* open(places: readonly number[]): AsyncGenerator<OpenedFile, void, undefined> {
      const chosen = new Set(places);
      const wanted = (_: unknown, place: number) => chosen.has(place);
      for await (const { place, content } of readTar(path, { wanted, signal })) {
        if (content) yield { place, input: content };
      }
    }
    return { train: await loadArchive({ path, entries, open }, options), test: null };
  },
});
