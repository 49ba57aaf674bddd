/** A tar archive of images, packed with gzip or not. */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Parser } from "tar";
import { DataError } from "../../errors.js";
import { loadArchive, requireUnpackable } from "../archive.js";
import { registerSourceFormat } from "./format.js";
const NAME = /\.(tar|tgz|tar\.gz)$/i;
/** Tar archives are whole numbers of these. */
const BLOCK_BYTES = 512;
const FILE_TYPES = ["File", "OldFile", "ContiguousFile"];
registerSourceFormat({
    title: "a tar archive of images",
    accepts: ({ kind, path, head }) => kind === "file" && (NAME.test(path) || head.toString("latin1", 257, 262) === "ustar"),
    open: async (path, options) => {
        const entries = [];
        for await (const { place, entry } of readTar(path, () => false, options.signal)) {
            const link = entry.type === "Link" || entry.type === "SymbolicLink";
            if (link || FILE_TYPES.includes(entry.type)) {
                entries.push({ place, name: entry.path, size: entry.size, link });
            }
        }
        async function* open(places) {
            const wanted = new Set(places);
            for await (const { place, content } of readTar(path, (place) => wanted.has(place), options.signal)) {
                if (content)
                    yield { place, input: content };
            }
        }
        return { train: await loadArchive({ path, entries, open }, options), test: null };
    },
});
/** All entries in order, with the content of those that are wanted. */
async function* readTar(path, wanted, signal) {
    const { size } = await stat(path);
    let place = 0;
    let unpacked = 0;
    let ready = [];
    let failure = null;
    let gzipped = null;
    const parser = new Parser({
        strict: true,
        maxDecompressionRatio: Number.POSITIVE_INFINITY,
        onReadEntry(entry) {
            const read = { place: place++, entry };
            unpacked += entry.size;
            if (!wanted(read.place)) {
                ready.push({ ...read, content: null });
                entry.resume();
                return;
            }
            const chunks = [];
            entry.on("data", (chunk) => chunks.push(chunk));
            entry.on("end", () => ready.push({ ...read, content: Buffer.concat(chunks) }));
        },
    });
    parser.on("error", (error) => {
        failure ??= error;
    });
    try {
        // The parser works in step with what it is given, so that no more than a chunk and an entry are in memory.
        for await (const chunk of createReadStream(path)) {
            gzipped ??= chunk[0] === 0x1f && chunk[1] === 0x8b;
            signal?.throwIfAborted();
            parser.write(chunk);
            if (failure !== null)
                throw failure;
            requireUnpackable(path, size, unpacked);
            yield* ready;
            ready = [];
        }
        parser.end();
        if (failure !== null)
            throw failure;
        if (!gzipped && size % BLOCK_BYTES !== 0)
            throw new Error("it is cut short");
        yield* ready;
    }
    catch (error) {
        if (error instanceof DataError || signal?.aborted)
            throw error;
        const { message } = error;
        throw new DataError(`${path} is a damaged tar archive (${message}): copy or download it again.`, {
            cause: error,
        });
    }
}
//# sourceMappingURL=tar.js.map