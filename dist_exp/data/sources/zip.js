/** A zip archive of images. */
import { stat } from "node:fs/promises";
import { loadArchive, requireUnpackable } from "../archive.js";
import { entryStream, isZipLink, listZip, openZip, zipName, zipTrouble } from "../zip.js";
import { registerSourceFormat } from "./format.js";
registerSourceFormat({
    title: "a zip archive of images",
    accepts: ({ kind, path, head }) => kind === "file" &&
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
        async function* open(places) {
            const zip = await openZip(path);
            try {
                for (const place of places) {
                    const chunks = [];
                    try {
                        for await (const chunk of entryStream(zip, listed[place]))
                            chunks.push(chunk);
                    }
                    catch (error) {
                        const { message } = error;
                        yield { place, trouble: `it cannot be unpacked (${message}): download the archive again` };
                        continue;
                    }
                    yield { place, input: Buffer.concat(chunks) };
                }
            }
            finally {
                zip.close();
            }
        }
        return { train: await loadArchive({ path, entries, open }, options), test: null };
    },
});
//# sourceMappingURL=zip.js.map