/** A folder of image files. */
import { loadImageFolder } from "../folder.js";
import { registerSourceFormat } from "./format.js";
registerSourceFormat({
    title: "a folder of images",
    last: true,
    files: true,
    accepts: ({ kind }) => kind === "folder",
    open: async (path, options) => ({ train: await loadImageFolder(path, options), test: null }),
});
//# sourceMappingURL=image_folder.js.map