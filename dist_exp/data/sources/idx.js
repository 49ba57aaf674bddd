/** IDX files, alone or four to a folder. */
import { basename } from "node:path";
import { DataError } from "../../errors.js";
import { loadIdxImages } from "../idx.js";
import { innermost } from "../innermost.js";
import { hasIdxPair, loadIdxPair } from "../mnist.js";
import { registerSourceFormat } from "./format.js";
registerSourceFormat({
    title: "an IDX file",
    accepts: ({ kind, path, head }) => {
        if (kind !== "file")
            return false;
        const name = basename(path);
        if (/idx[1-4]/i.test(name) || (/\.gz$/i.test(name) && !/\.(tar|npy|csv)\.gz$/i.test(name)))
            return true;
        return head.length >= 3 && head[0] === 0 && head[1] === 0 && head[2] >= 8 && head[2] <= 14;
    },
    open: async (path) => ({ train: await loadIdxImages(path), test: null }),
});
registerSourceFormat({
    title: null,
    accepts: async ({ kind, path }) => kind === "folder" && (await hasIdxPair(await innermost(path))),
    open: async (path) => {
        const pair = await loadIdxPair(await innermost(path));
        if (pair === null)
            throw new DataError(`${path} lost one of its four IDX files: copy them again.`);
        return pair;
    },
});
//# sourceMappingURL=idx.js.map