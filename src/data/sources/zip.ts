/** A zip archive of images. */
import { stat } from "node:fs/promises";
import { loadArchive, requireUnpackable } from "../archive.js";
import type { OpenedFile } from "../image_files.js";
import { entryContent, isZipLink, listZip, openZip, zipName, zipTrouble } from "../zip.js";
import { registerSourceFormat } from "./format.js";

registerSourceFormat({
  title: "a zip archive of images",
  accepts: ({ kind, path, head }) =>
    kind === "file" &&
    !/\.npz$/i.test(path) &&
    (/\.zip$/i.test(path) || ["PK\x03\x04", "PK\x05\x06"].includes(head.toString("latin1", 0, 4))),
  open: async (path, options) => {
    const listed = await listZip(path);
    const unpacked = listed.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
    requireUnpackable(path, (await stat(path)).size, unpacked);
    const entries = [];
    for (const [place, entry] of listed.entries()) {
      const trouble = zipTrouble(entry);
      entries.push({
        place,
        name: await zipName(entry),
        size: entry.uncompressedSize,
        link: isZipLink(entry),
        ...(trouble && { trouble }),
      });
    }
    async function* open(places: readonly number[]): AsyncGenerator<OpenedFile, void, undefined> {
      const zip = await openZip(path);
      try {
        for (const place of places) {
          let input: Buffer;
          try {
            input = await entryContent(zip, listed[place]!);
          } catch (error) {
            const { message } = error as Error;
            yield { place, trouble: `it cannot be unpacked (${message}): download the archive again` };
            continue;
          }
          yield { place, input };
        }
      } finally {
        zip.close();
      }
    }
    return { train: await loadArchive({ path, entries, open }, options), test: null };
  },
});
