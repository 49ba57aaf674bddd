/** Pictures inside the page. */
import { encodeWebp } from "../data/webp.js";
import { pngDataUri } from "./png.js";
/**
 * A contact sheet as a `data:` address: drawings and grey images as PNG, without loss; colour images as WebP, which takes
 * a fifth of the bytes of photographs, or as PNG where sharp is not there.
 */
export async function sheetDataUri(sheet) {
    const webp = sheet.channels >= 3 ? await encodeWebp(sheet) : null;
    return webp === null ? pngDataUri(sheet) : `data:image/webp;base64,${Buffer.from(webp).toString("base64")}`;
}
//# sourceMappingURL=picture.js.map