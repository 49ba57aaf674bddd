/** A single image file. */
import { loadImageFile } from "../folder.js";
import { SUPPORTED_FORMATS } from "../formats.js";
import { isImageFile } from "../walk.js";
import { registerSourceFormat } from "./format.js";
registerSourceFormat({
    title: `an image (${SUPPORTED_FORMATS})`,
    files: true,
    accepts: async ({ kind, path }) => kind === "file" && (await isImageFile(path)),
    open: async (path, options) => ({ train: await loadImageFile(path, options), test: null }),
});
//# sourceMappingURL=image_file.js.map