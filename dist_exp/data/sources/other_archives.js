/** Archives that are not read: they say so. */
import { DataError } from "../../errors.js";
import { registerSourceFormat } from "./format.js";
const NAME = /\.(7z|rar|bz2|xz|zst|lz4|lzma|tbz2?|txz)$/i;
const BEGINNINGS = ["7z\xbc\xaf", "Rar!", "BZh", "\xfd7zXZ", "\x28\xb5\x2f\xfd"];
registerSourceFormat({
    title: null,
    accepts: ({ kind, path, head }) => kind === "file" &&
        (NAME.test(path) || BEGINNINGS.some((text) => head.toString("latin1", 0, text.length) === text)),
    open: async (path) => {
        throw new DataError(`${path} is an archive that is not read: unpack it and give the folder, or pack it as .zip or .tar.gz.`);
    },
});
//# sourceMappingURL=other_archives.js.map