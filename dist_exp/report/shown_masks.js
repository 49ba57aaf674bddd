/** The images that a page of masks shows: those of the surest and of the least sure masks, small. */
import { maskPicture, overlayPicture } from "./mask_pictures.js";
import { sheetDataUri } from "./picture.js";
import { encodePng } from "./png.js";
/** How many there are of each kind. */
const MOST = 24;
const SIDE = 192;
/** Takes every image as it comes, and keeps few. */
export class ShownMasks {
    #sure = [];
    #unsure = [];
    #count = 0;
    add(image) {
        this.#count++;
        const { confidence } = image;
        const [last, first] = [this.#sure.at(-1), this.#unsure.at(-1)];
        const sure = this.#sure.length < MOST || confidence > last.confidence;
        const unsure = this.#unsure.length < MOST || confidence < first.confidence;
        if (!sure && !unsure)
            return;
        const one = small(image);
        if (sure)
            this.#sure = [...this.#sure, one].sort((a, b) => b.confidence - a.confidence).slice(0, MOST);
        if (unsure)
            this.#unsure = [...this.#unsure, one].sort((a, b) => a.confidence - b.confidence).slice(0, MOST);
    }
    /** The least sure first, then the surest; of few images each is in one of the two alone. */
    async shown() {
        const half = Math.min(MOST, Math.ceil(this.#count / 2));
        const unsure = this.#unsure.slice(0, half);
        const sure = this.#sure.filter((image) => !unsure.includes(image)).slice(0, half);
        return { unsure: await Promise.all(unsure.map(pictures)), sure: await Promise.all(sure.map(pictures)) };
    }
}
/** A copy with no side above `SIDE`, of every so many-th pixel, so that mask and image stay one. */
function small(image) {
    const { height, width, channels, pixels, mask, regions, name, confidence } = image;
    const scale = Math.min(1, SIDE / Math.max(height, width));
    const [h, w] = [height, width].map((side) => Math.max(1, Math.round(side * scale)));
    const [own, ownMask] = [new Uint8Array(h * w * channels), new Uint8Array(h * w)];
    for (let y = 0; y < h; y++) {
        for (let x = 0; x < w; x++) {
            const from = Math.floor(((y + 0.5) * height) / h) * width + Math.floor(((x + 0.5) * width) / w);
            ownMask[y * w + x] = mask[from];
            for (let c = 0; c < channels; c++)
                own[(y * w + x) * channels + c] = pixels[from * channels + c];
        }
    }
    const inFront = mask.reduce((sum, region) => sum + (region === 1 ? 1 : 0), 0);
    const share = regions === 2 ? inFront / mask.length : null;
    return { name, confidence, share, height: h, width: w, channels, pixels: own, mask: ownMask, regions };
}
async function pictures(image) {
    const { name, confidence, share, width, height, channels, pixels } = image;
    const mask = Buffer.from(encodePng(maskPicture(image))).toString("base64");
    return {
        ...{ name, confidence, share, width, height },
        image: await sheetDataUri({ width, height, channels, pixels: pixels }),
        mask: `data:image/png;base64,${mask}`,
        overlay: await sheetDataUri(overlayPicture(image)),
    };
}
//# sourceMappingURL=shown_masks.js.map