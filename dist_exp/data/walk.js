/** Finding the image files under a folder: names decide, and the first bytes where a name has no ending. */
import { open, opendir, realpath, stat } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { DataError } from "../errors.js";
import { HEAD_BYTES, hasImageExtension, identify, isUntyped, kindByName } from "./formats.js";
import { remedyFor } from "./sharp.js";
/**
 * Finds the image files in a folder and the folders in it, at any depth.
 *
 * Names use forward slashes and are sorted by code unit, so that the order is the same on
 * every machine and in every locale. Files and folders whose names begin with a dot are left
 * out (thumbnails, macOS's `._` files).
 *
 * Links are followed, and each folder is entered once, however many links or mounts lead to it:
 * under its own name where it lies in `root`, else under the first link's. A link to an image that
 * was found already does not count, either. Hard links do: none of a file's names is the true one,
 * and tools that save space make one file of equal pictures in different folders.
 *
 * @throws DataError if `root` is not a folder that can be read; the reason of `signal` if it aborts.
 */
export async function findImages(root, options = {}) {
    const walk = new Walk(root, options.signal);
    try {
        await walk.run();
    }
    catch (error) {
        const { code } = error;
        if (code === "ENOENT")
            throw new DataError(`${root} does not exist: check the path.`, { cause: error });
        if (code === "ENOTDIR")
            throw new DataError(`${root} is not a folder: give a folder of images.`, { cause: error });
        if (code === "EACCES")
            throw new DataError(`${root} may not be read: check its permissions.`, { cause: error });
        throw error;
    }
    const { names, skipped, repeated, others } = walk;
    names.sort();
    skipped.sort((a, b) => (a.name < b.name ? -1 : 1));
    return { names, skipped, repeated, others };
}
/**
 * Expands what a command line names: a file stays as it is, a folder becomes the images in it.
 * Names are paths, beginning with the source as it was given.
 *
 * @throws DataError if a source does not exist or cannot be read.
 */
export async function listImages(sources, options = {}) {
    const all = { names: [], skipped: [], repeated: 0, others: {} };
    for (const source of sources) {
        const kind = await stat(source).catch((error) => {
            throw new DataError(`${source} does not exist or may not be read: check the path.`, { cause: error });
        });
        if (!kind.isDirectory()) {
            all.names.push(source);
            continue;
        }
        const { names, skipped, repeated, others } = await findImages(source, options);
        all.repeated += repeated;
        for (const [ending, count] of Object.entries(others)) {
            all.others[ending] = (all.others[ending] ?? 0) + count;
        }
        for (const name of names)
            all.names.push(join(source, name));
        for (const file of skipped)
            all.skipped.push({ ...file, name: join(source, file.name) });
    }
    return all;
}
/** Whether a file is an image that Skein reads: by its name, or by its content where the name has no ending. */
export async function isImageFile(path) {
    return (await judge(path, path)) === "image";
}
/** Why a picture or video is not read, and what to do; null for files that are read, and for those of other kinds. */
export async function whyNotRead(path) {
    const kind = isUntyped(path) ? await kindByContent(path) : kindByName(path);
    return kind && remedyFor(kind);
}
/** "image", or why a picture is not read; null for files of other kinds, videos among them, which need no line. */
async function judge(name, path) {
    return isUntyped(name) ? verdictOn(await kindByContent(path)) : judgeName(name);
}
/** The same, by the name alone. */
export async function judgeName(name) {
    return hasImageExtension(name) ? "image" : verdictOn(kindByName(name));
}
/** A file's ending as files of other kinds are counted by it: in lower case, or "". */
export function endingOf(name) {
    return isUntyped(name) ? "" : extname(name).toLowerCase();
}
async function verdictOn(kind) {
    return kind === null || kind.other ? null : ((await remedyFor(kind)) ?? "image");
}
/** The kind of a file by its first bytes; null where it is none that is known, or cannot be opened. */
async function kindByContent(path) {
    const file = await open(path).catch(() => null);
    if (file === null)
        return null;
    try {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
        return identify(buffer.subarray(0, bytesRead));
    }
    catch {
        return null;
    }
    finally {
        await file.close();
    }
}
/** One search: real folders first, then what links add to them, so that the order on the disk decides nothing. */
class Walk {
    names = [];
    skipped = [];
    repeated = 0;
    others = {};
    #root;
    #signal;
    #entered = new Set();
    #folderLinks = [];
    #fileLinks = [];
    constructor(root, signal) {
        this.#root = root;
        this.#signal = signal;
    }
    async run() {
        this.#entered.add(await identity(this.#root));
        await this.#folder("");
        // Folders behind links may hold links to more.
        while (this.#folderLinks.length > 0) {
            const links = this.#folderLinks.sort();
            this.#folderLinks = [];
            for (const name of links)
                await this.#enter(name);
        }
        const linked = new Set();
        for (const { name, target } of this.#fileLinks.sort((a, b) => (a.name < b.name ? -1 : 1))) {
            const file = await identity(target);
            if (linked.has(file) || (await this.#counted(target))) {
                this.repeated++;
            }
            else {
                linked.add(file);
                this.names.push(name);
            }
        }
    }
    /** Adds the images of one folder and those below it; `prefix` is empty or ends in a slash. */
    async #folder(prefix) {
        this.#signal?.throwIfAborted();
        const folders = [];
        for await (const entry of await opendir(join(this.#root, prefix), { bufferSize: 256 })) {
            if (entry.name.startsWith("."))
                continue;
            const name = prefix + entry.name;
            if (entry.isSymbolicLink())
                await this.#link(name);
            else if (entry.isDirectory())
                folders.push(name);
            // Anything else cannot hold an image, such as a pipe: opening one would wait for ever.
            else if (entry.isFile() && (await this.#isImage(name)))
                this.names.push(name);
        }
        for (const name of folders.sort())
            await this.#enter(name);
    }
    async #enter(name) {
        try {
            const folder = await identity(join(this.#root, name));
            if (this.#entered.has(folder)) {
                this.repeated++;
                return;
            }
            this.#entered.add(folder);
            await this.#folder(`${name}/`);
        }
        catch (error) {
            this.#signal?.throwIfAborted();
            const { code, message } = error;
            const reason = code === "EACCES" ? "the folder may not be read: check its permissions" : message;
            this.skipped.push({ name: `${name}/`, reason });
        }
    }
    /** Puts a link aside until all real folders are known. */
    async #link(name) {
        const path = join(this.#root, name);
        try {
            const target = await realpath(path);
            const kind = await stat(target);
            if (kind.isDirectory())
                this.#folderLinks.push(name);
            else if (kind.isFile() && (await this.#isImage(name)))
                this.#fileLinks.push({ name, target });
        }
        catch {
            if (hasImageExtension(name))
                this.skipped.push({ name, reason: "the link leads to no file" });
        }
    }
    async #isImage(name) {
        const verdict = await judge(name, join(this.#root, name));
        if (verdict === null) {
            const ending = endingOf(name);
            this.others[ending] = (this.others[ending] ?? 0) + 1;
        }
        else if (verdict !== "image") {
            this.skipped.push({ name, reason: verdict });
        }
        return verdict === "image";
    }
    /** Whether the file lies in a folder that was entered, under a name that counts. */
    async #counted(target) {
        if (basename(target).startsWith(".") || !(await isImageFile(target)))
            return false;
        return this.#entered.has(await identity(dirname(target)));
    }
}
/** Equal for all paths of one file or folder, through links and mounts. */
async function identity(path) {
    const { dev, ino } = await stat(path, { bigint: true });
    // Some network file systems number nothing.
    return ino === 0n ? await realpath(path) : `${dev}:${ino}`;
}
//# sourceMappingURL=walk.js.map