import { ArgumentError } from "../errors.js";
import { DAMAGED, fileTrouble, inspect } from "./inspect.js";
import { extremes, rangeOf, requireRange, SAMPLE_ARRAYS, toBytes, } from "./samples.js";
import { loadSharp } from "./sharp.js";
export const DEFAULT_IMAGE_SIZE = 32;
export const DEFAULT_MAX_PIXELS = 100_000_000;
/** More frames than this in one file are a video, not a set of pictures. */
const MAX_FRAMES = 10_000;
/** Frames of an animation are decoded in blocks: one that begins late is decoded from the animation's beginning. */
const FRAMES_PER_BLOCK = 64;
const PIXELS_PER_BLOCK = 2 ** 24;
/** Pixels per inch at which libvips draws an SVG, unless it is told otherwise; and the most that it takes. */
const [SVG_DENSITY, MAX_DENSITY] = [72, 100_000];
/**
 * Checks the options and loads sharp.
 *
 * Images are turned upright by their EXIF orientation, transparency is flattened on
 * `background`, embedded colour profiles are converted to sRGB (but for samples whose range is
 * not the whole of their type), samples of more than 8 bits are scaled by `range`, an SVG is drawn as large as the
 * result, and of an animation or a document the first frame or page is taken, unless `frames` says otherwise.
 *
 * @throws ArgumentError for an option out of range; DataError if sharp cannot be loaded.
 */
export async function openDecoder(options = {}) {
    const { height = DEFAULT_IMAGE_SIZE, width = DEFAULT_IMAGE_SIZE } = options;
    const { fit = "cover", background = "white", maxPixels = DEFAULT_MAX_PIXELS } = options;
    const { range = "auto", frames: taken = "first" } = options;
    requirePositiveInteger("height", height);
    requirePositiveInteger("width", width);
    if (maxPixels !== Number.POSITIVE_INFINITY)
        requirePositiveInteger("maxPixels", maxPixels);
    requireRange(range);
    if (taken !== "first" && taken !== "all") {
        throw new ArgumentError(`images: frames is ${JSON.stringify(taken)}; give "first" or "all"`);
    }
    const sharp = await loadSharp();
    const limitInputPixels = maxPixels === Number.POSITIVE_INFINITY ? false : maxPixels;
    /** Of TIFF and GIF the decoder only warns where tiles or frames are damaged; of others, over odd metadata. */
    const inputFor = (format, page) => ({
        failOn: format === "TIFF" || format === "GIF" ? "warning" : "error",
        limitInputPixels,
        ...(page > 0 && { page }),
    });
    /** The samples of a whole page in their own type, upright. */
    async function readSamples(input, { format, type }, page) {
        const image = sharp(input, inputFor(format, page));
        const { space, depth, hasAlpha } = await image.metadata();
        const { data, info } = await image
            .autoOrient()
            .toColourspace(space)
            .raw({ depth })
            .toBuffer({ resolveWithObject: true });
        const ArrayType = SAMPLE_ARRAYS[type];
        const { width, height, channels } = info;
        if (data.length !== width * height * channels * ArrayType.BYTES_PER_ELEMENT) {
            throw new Error(`decoded to ${data.length} bytes`);
        }
        const samples = new ArrayType(data.buffer, data.byteOffset, width * height * channels);
        return { samples, width, height, channels, colours: channels - (hasAlpha ? 1 : 0) };
    }
    async function frames(input) {
        if (taken === "first")
            return 1;
        const format = await inspect(input).then((inspected) => inspected.format, () => null);
        if (format !== "GIF" && format !== "WebP" && format !== "TIFF")
            return 1;
        const { pages = 1 } = await sharp(input, { limitInputPixels: false })
            .metadata()
            .catch(() => ({ pages: 1 }));
        return pages > MAX_FRAMES ? 1 : pages;
    }
    async function measure(input, settled) {
        const found = [];
        const pages = await frames(input);
        for (let page = 0; page < pages; page++) {
            const inspected = await inspect(input, page);
            const { type } = inspected;
            if (type === "uint8" || settled(type))
                continue;
            const { samples, channels, colours } = await readSamples(input, inspected, page);
            found.push([type, extremes(samples, channels, colours)]);
        }
        return found;
    }
    /** A page at full size, as sharp reads it or as its samples were scaled. */
    async function source(input, page) {
        const inspected = await inspect(input, page);
        const { type, format } = inspected;
        const file = inputFor(format, page);
        if (format === "SVG")
            return sharp(input, { ...file, density: await densityOf(input) });
        if (type === "uint8")
            return sharp(input, file).autoOrient();
        const wanted = rangeOf(range, type);
        if (wanted === null)
            throw new Error("no range");
        if (type === "uint16" && wanted[0] === 0 && wanted[1] === 65535)
            return sharp(input, file).autoOrient();
        const { samples, width, height, channels, colours } = await readSamples(input, inspected, page);
        if (type === "float32")
            extremes(samples, channels, colours);
        const bytes = toBytes(samples, type, channels, colours, wanted);
        return sharp(bytes, { raw: { width, height, channels } });
    }
    /** Draws a small SVG as large as the result, instead of enlarging its pixels. */
    async function densityOf(input) {
        const drawn = await sharp(input, { limitInputPixels: false }).metadata();
        const scale = Math.max(height / drawn.height, width / drawn.width, 1);
        return Math.min(SVG_DENSITY * scale, MAX_DENSITY);
    }
    /** The frames of an animation, block by block. */
    async function* animation(input, format, count) {
        const { width: w, height: h } = await sharp(input, { limitInputPixels }).metadata();
        const most = Math.max(1, Math.min(FRAMES_PER_BLOCK, Math.floor(PIXELS_PER_BLOCK / (w * h))));
        for (let page = 0; page < count; page += most) {
            const pages = Math.min(most, count - page);
            const block = sharp(input, { ...inputFor(format, page), pages }).raw();
            const { data, info } = await block.toBuffer({ resolveWithObject: true });
            if (info.height !== h * pages)
                throw new Error(`decoded to ${info.height} rows`);
            const bytes = data.length / pages;
            for (let frame = 0; frame < pages; frame++) {
                const raw = { width: w, height: h, channels: info.channels };
                yield sharp(data.subarray(frame * bytes, (frame + 1) * bytes), { raw });
            }
        }
    }
    async function scaled(image, channels) {
        const { data, info } = await image
            .flatten({ background })
            .resize(width, height, { fit, background })
            .toColourspace(channels === 1 ? "b-w" : "srgb")
            .raw({ depth: "uchar" })
            .toBuffer({ resolveWithObject: true });
        if (info.channels !== channels)
            throw new Error(`decoded to ${info.channels} channels, not ${channels}`);
        return data;
    }
    async function decode(input, channels, count = 1) {
        if (count === 1)
            return scaled(await source(input, 0), channels);
        const size = height * width * channels;
        const pixels = new Uint8Array(count * size);
        const { format } = await inspect(input);
        let frame = 0;
        if (format === "TIFF") {
            for (; frame < count; frame++) {
                pixels.set(await scaled(await source(input, frame), channels), frame * size);
            }
        }
        else {
            for await (const image of animation(input, format, count)) {
                pixels.set(await scaled(image, channels), frame++ * size);
            }
        }
        return pixels;
    }
    async function whole(input, channels) {
        const { data, info } = await (await source(input, 0))
            .toColourspace(channels === 1 ? "b-w" : "srgb")
            .raw({ depth: "uchar" })
            .toBuffer({ resolveWithObject: true });
        if (info.channels !== channels && info.channels !== channels + 1) {
            throw new Error(`decoded to ${info.channels} channels, not ${channels}`);
        }
        return { height: info.height, width: info.width, channels: info.channels, pixels: data };
    }
    // libvips keeps one text of errors for all threads, so that what `decode` rejects with may be
    // about another file: the reason is looked for in the file itself.
    async function explain(input) {
        const trouble = await fileTrouble(input);
        if (trouble !== null)
            return trouble;
        const { type } = await inspect(input);
        const header = sharp(input, { limitInputPixels: false, failOn: "none" }).metadata();
        const { width: w, height: h } = await header.catch(() => ({ width: 0, height: 0 }));
        if (w * h > maxPixels) {
            return (`${w} x ${h} pixels are more than the limit of ${maxPixels}: ` +
                `raise it with --max-pixels ${w * h} (option maxPixels)`);
        }
        const measured = type === "float32" && (await measure(input, () => false).catch((error) => error));
        if (measured instanceof RangeError) {
            return "it holds samples that are not finite numbers (NaN or infinity): replace them";
        }
        if (type !== "uint8" && rangeOf(range, type) === null) {
            return `its ${type} samples have no known range, since no image that the range was found on has them: convert it to 8 bits`;
        }
        return DAMAGED;
    }
    return { height, width, frames, measure, decode, whole, explain };
}
export function requirePositiveInteger(name, value) {
    if (!Number.isSafeInteger(value) || value < 1) {
        throw new ArgumentError(`images: ${name} is ${value}; give an integer of at least 1`);
    }
}
//# sourceMappingURL=decode.js.map