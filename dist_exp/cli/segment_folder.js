/** The folder that `skein segment` writes into: checked and claimed first, filled all at once. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { ArgumentError } from "../errors.js";
import { ensureFolder, writeRefusal } from "../io/atomic_file.js";
import { atExit } from "../io/exit_cleanup.js";
import { Lock } from "./lock.js";
import { printable } from "./printable.js";
import { defaultRunFolder, removeEmpty } from "./run_folder.js";
/** What a run writes, in the order in which it is listed. */
export const SEGMENT_FILES = [
    "masks",
    "cutouts",
    "overlays",
    "coco_polygons.json",
    "coco_rle.json",
    "regions.csv",
    "metrics.json",
    "report.html",
    "model.safetensors",
];
/** What sorting the cut-outs adds. */
export const SORTED_FILES = { clusters: "clusters", classes: "classes.csv" };
/** What metrics.json says of a run of this command. */
export const COMMAND = "segment";
const LOCK = ".skein-lock";
const WORK = ".skein-segment";
export class SegmentFolder {
    path;
    /** Where files are written until `finish` puts them in their places. */
    work;
    #made;
    #lock;
    #forget;
    constructor(path, made, lock) {
        this.path = path;
        this.work = join(path, WORK);
        this.#made = made;
        this.#lock = lock;
        this.#forget = atExit(() => rmSync(this.work, { recursive: true, force: true }));
    }
    /**
     * Makes the folder, or takes an empty one or, with `force`, that of an earlier run.
     * @throws {ArgumentError} when it holds other files, an earlier run that may not be replaced, or another run writes there.
     * @throws {SkeinError} when the file system refuses.
     */
    static async open(path, force = false) {
        const made = await ensureFolder(path);
        let lock;
        try {
            lock = await Lock.acquire(join(path, LOCK), path);
            await check(path, force);
            const folder = new SegmentFolder(path, made, lock);
            // Left by a process that was killed: nobody else has the lock.
            await rm(folder.work, { recursive: true, force: true });
            await ensureFolder(folder.work);
            return folder;
        }
        catch (error) {
            lock?.release();
            await removeEmpty(made);
            throw error;
        }
    }
    /** A folder of its own for a run that was given none. @throws as `open`. */
    static async create(source, now) {
        const path = defaultRunFolder(source, now);
        let name = path;
        for (let copy = 2; existsSync(name); copy++)
            name = `${path}-${copy}`;
        return SegmentFolder.open(name);
    }
    /** Puts everything in its place, instead of what an earlier run left, and returns the names of what is there. */
    async finish() {
        const written = new Set(await readdir(this.work));
        try {
            for (const name of [...SEGMENT_FILES, ...Object.values(SORTED_FILES)]) {
                await rm(join(this.path, name), { recursive: true, force: true });
            }
            for (const name of written)
                await rename(join(this.work, name), join(this.path, name));
        }
        catch (error) {
            throw writeRefusal(this.path, error);
        }
        return SEGMENT_FILES.filter((name) => written.has(name));
    }
    /** Removes what is not finished, lets other runs in, and takes back empty folders that were made. */
    async close() {
        await rm(this.work, { recursive: true, force: true });
        this.#forget();
        this.#lock.release();
        await removeEmpty(this.#made);
    }
}
async function check(path, force) {
    const entries = (await readdir(path)).filter((name) => name !== LOCK && name !== WORK);
    if (entries.length === 0)
        return;
    const own = [...SEGMENT_FILES, ...Object.values(SORTED_FILES)];
    const others = entries.filter((name) => !own.includes(name)).sort();
    if (others.length > 0 || !isRun(path)) {
        const shown = (others.length > 0 ? others : entries).slice(0, 3).map(printable).join(", ");
        throw new ArgumentError(`${path} holds other files (${shown}): choose another --out, or empty it`);
    }
    if (force)
        return;
    throw new ArgumentError(`${path} holds the masks of an earlier run: choose another --out, or replace them with --force`);
}
function isRun(path) {
    try {
        return JSON.parse(readFileSync(join(path, "metrics.json"), "utf8")).command === COMMAND;
    }
    catch {
        return false;
    }
}
//# sourceMappingURL=segment_folder.js.map