/** The image decoder, sharp. The only file that loads it. */
import { DataError } from "../errors.js";
/** @throws {DataError} where sharp is not installed, or not for this machine. */
export async function loadSharp() {
    let sharp;
    try {
        ({ default: sharp } = await import("sharp"));
    }
    catch (error) {
        throw new DataError("Image files need sharp, which cannot be loaded: run `npm install --include=optional sharp`, " +
            "or give an IDX file, which needs nothing.", { cause: error });
    }
    return sharp;
}
/**
 * Why a kind of file is not read, or null where it is. Formats such as HEIC depend on how the libvips that sharp uses
 * was built; the one that npm installs is without them.
 */
export async function remedyFor({ remedy, libvips }) {
    if (remedy === null || libvips === undefined)
        return remedy;
    const sharp = await loadSharp().catch(() => null);
    const [id, suffix] = libvips;
    const formats = {
        ...sharp?.format,
    };
    return formats[id]?.input?.fileSuffix?.includes(suffix) ? null : remedy;
}
/** Runs under way, and what sharp was set to before the first of them began. */
let runs = 0;
let restore = null;
/**
 * Sets sharp, whose settings are the whole process's, for many small images, and back when the last run ends: threads
 * within one image gain nothing over several images at a time, no image is met twice, and glibc's malloc fragments
 * badly under both.
 */
export async function tuned(run) {
    const sharp = await loadSharp();
    if (runs++ === 0) {
        const threads = sharp.concurrency();
        const { memory, files, items } = sharp.cache();
        restore = () => {
            sharp.concurrency(threads);
            sharp.cache({ memory: memory.max, files: files.max, items: items.max });
        };
        sharp.cache(false);
        sharp.concurrency(1);
    }
    try {
        return await run();
    }
    finally {
        if (--runs === 0)
            restore?.();
    }
}
//# sourceMappingURL=sharp.js.map