var __addDisposableResource = (this && this.__addDisposableResource) || function (env, value, async) {
    if (value !== null && value !== void 0) {
        if (typeof value !== "object" && typeof value !== "function") throw new TypeError("Object expected.");
        var dispose, inner;
        if (async) {
            if (!Symbol.asyncDispose) throw new TypeError("Symbol.asyncDispose is not defined.");
            dispose = value[Symbol.asyncDispose];
        }
        if (dispose === void 0) {
            if (!Symbol.dispose) throw new TypeError("Symbol.dispose is not defined.");
            dispose = value[Symbol.dispose];
            if (async) inner = dispose;
        }
        if (typeof dispose !== "function") throw new TypeError("Object not disposable.");
        if (inner) dispose = function() { try { inner.call(this); } catch (e) { return Promise.reject(e); } };
        env.stack.push({ value: value, dispose: dispose, async: async });
    }
    else if (async) {
        env.stack.push({ async: true });
    }
    return value;
};
var __disposeResources = (this && this.__disposeResources) || (function (SuppressedError) {
    return function (env) {
        function fail(e) {
            env.error = env.hasError ? new SuppressedError(e, env.error, "An error was suppressed during disposal.") : e;
            env.hasError = true;
        }
        var r, s = 0;
        function next() {
            while (r = env.stack.pop()) {
                try {
                    if (!r.async && s === 1) return s = 0, env.stack.push(r), Promise.resolve().then(next);
                    if (r.dispose) {
                        var result = r.dispose.call(r.value);
                        if (r.async) return s |= 2, Promise.resolve(result).then(next, function(e) { fail(e); return next(); });
                    }
                    else s |= 1;
                }
                catch (e) {
                    fail(e);
                }
            }
            if (s === 1) return env.hasError ? Promise.reject(env.error) : Promise.resolve();
            if (env.hasError) throw env.error;
        }
        return next();
    };
})(typeof SuppressedError === "function" ? SuppressedError : function (error, suppressed, message) {
    var e = new Error(message);
    return e.name = "SuppressedError", e.error = error, e.suppressed = suppressed, e;
});
/** Sets of pictures that `npm run data:pictures` made: a folder for each set, and in it one for each class. */
import { open, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadImageFolder } from "../../data/folder.js";
import { subset } from "../../data/image_set.js";
import { labelsFromFolders } from "../../data/labels.js";
/** Where the sets are. */
export const PICTURES = fileURLToPath(new URL("../../../.cache/pictures/", import.meta.url));
/** The sets in a folder with their numbers of pictures and classes, small sets first. */
export async function picturesIn(folder) {
    const foldersOf = async (parent) => (await readdir(parent, { withFileTypes: true }))
        .filter((entry) => entry.isDirectory() && !entry.name.includes("."))
        .map(({ name }) => name)
        .sort();
    const found = [];
    for (const name of await foldersOf(folder).catch(() => [])) {
        const classes = await foldersOf(join(folder, name));
        const counts = await Promise.all(classes.map(async (each) => (await readdir(join(folder, name, each))).length));
        const count = counts.reduce((sum, each) => sum + each, 0);
        found.push({ name, folder: join(folder, name), classes: classes.length, count });
    }
    if (found.length === 0)
        throw new Error(`${folder} holds no sets: run npm run data:pictures first`);
    return found.sort((a, b) => a.count - b.count);
}
/** The pictures of one set, square, with labels, one class after the other. */
export async function readPictures(folder, side) {
    return labelsFromFolders(await loadImageFolder(folder, { height: side, width: side }));
}
/** The same pictures in the order of their files' names, whatever their folders. */
export function byFileName(set) {
    const names = set.names.map((name) => basename(name));
    const order = Array.from(names.keys()).sort((a, b) => (names[a] < names[b] ? -1 : 1));
    return subset(set, order);
}
/** 32 where the first picture is at most 32 pixels high, else 64. */
export async function sideOf(folder) {
    const env_1 = { stack: [], error: void 0, hasError: false };
    try {
        const [first] = (await readdir(folder)).sort();
        const [picture] = (await readdir(join(folder, first))).sort();
        const file = __addDisposableResource(env_1, await open(join(folder, first, picture)), true);
        // A PNG file's rows are at byte 20.
        const { buffer } = await file.read(Buffer.alloc(24), 0, 24);
        return buffer.readUInt32BE(20) <= 32 ? 32 : 64;
    }
    catch (e_1) {
        env_1.error = e_1;
        env_1.hasError = true;
    }
    finally {
        const result_1 = __disposeResources(env_1);
        if (result_1)
            await result_1;
    }
}
//# sourceMappingURL=picture_set.js.map