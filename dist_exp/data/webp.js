/** Photographs in a few bytes: a PNG of them is five times as large. */
import { loadSharp } from "./sharp.js";
/** Ringing around edges begins to show below this. */
const QUALITY = 82;
/** WebP holds no larger side. */
const LARGEST_SIDE = 16383;
/** Encodes colour pixels as lossy WebP; null where sharp cannot be loaded, or a side is too long. */
export async function encodeWebp({ width, height, channels, pixels }) {
    if (Math.max(width, height) > LARGEST_SIDE)
        return null;
    const sharp = await loadSharp().catch(() => null);
    if (sharp === null)
        return null;
    const raw = { width, height, channels: channels };
    return await sharp(pixels, { raw }).webp({ quality: QUALITY }).toBuffer();
}
//# sourceMappingURL=webp.js.map