/** Masks as COCO's files of annotations hold them (Lin et al., "Microsoft COCO: Common Objects in Context", 2014). */
import { ShapeError } from "../errors.js";
import { maskPolygons } from "./mask_polygons.js";
import { runLengths } from "./run_lengths.js";
/** The number of pixels of a region, and the box around them; null where it has none. */
export function regionBox(mask, width, region) {
    let [left, right, top, bottom, area] = [width, -1, 0, -1, 0];
    for (let i = 0; i < mask.length; i++) {
        if (mask[i] !== region)
            continue;
        const [y, x] = [Math.floor(i / width), i % width];
        if (area++ === 0)
            top = y;
        bottom = y;
        left = Math.min(left, x);
        right = Math.max(right, x);
    }
    return area === 0 ? null : { area, box: [left, top, right - left + 1, bottom - top + 1] };
}
/**
 * Annotations of images, once with polygons and once with run lengths: a tool may take one of the two alone.
 *
 * ```ts
 * const coco = new CocoAnnotations(["foreground"]);
 * coco.add("a.jpg", mask, height, width, [1]);
 * await writeFile("coco.json", coco.polygons());
 * ```
 */
export class CocoAnnotations {
    #categories;
    #images = [];
    #polygons = [];
    #runs = [];
    /** @param categories names; numbers begin with 1 */
    constructor(categories) {
        this.#categories = categories;
    }
    /**
     * Adds an image with one annotation for each region that has pixels.
     * @param mask the region of each pixel, [height, width]
     * @param regions the region that each category stands for
     * @throws {ShapeError} if the mask has another number of values than height times width.
     */
    add(name, mask, height, width, regions) {
        if (mask.length !== height * width) {
            throw new ShapeError(`CocoAnnotations: ${mask.length} values, a mask of ${height} x ${width} has ${height * width}`);
        }
        const image = { id: this.#images.length + 1, file_name: name, width, height };
        this.#images.push(image);
        for (const [category, region] of regions.entries()) {
            const found = regionBox(mask, width, region);
            if (found === null)
                continue;
            const own = Uint8Array.from(mask, (value) => (value === region ? 1 : 0));
            const annotation = {
                id: this.#polygons.length + 1,
                image_id: image.id,
                category_id: category + 1,
                area: found.area,
                bbox: found.box,
                iscrowd: 0,
            };
            this.#polygons.push({ ...annotation, segmentation: maskPolygons(own, height, width) });
            this.#runs.push({ ...annotation, segmentation: runLengths(own, height, width) });
        }
    }
    /** The text of a file whose annotations are polygons. */
    polygons() {
        return this.#file(this.#polygons);
    }
    /** The text of a file whose annotations are run lengths. */
    runs() {
        return this.#file(this.#runs);
    }
    /** A line for each entry: one text of all may be longer than a string can be. */
    *#file(annotations) {
        const categories = this.#categories.map((name, i) => ({ id: i + 1, name, supercategory: "" }));
        const parts = { images: this.#images, annotations, categories };
        yield "{";
        for (const [i, [key, entries]] of Object.entries(parts).entries()) {
            yield `${i > 0 ? ",\n" : "\n"}"${key}": [`;
            for (const [k, entry] of entries.entries())
                yield `${k > 0 ? ",\n" : "\n"}${JSON.stringify(entry)}`;
            yield "]";
        }
        yield "\n}\n";
    }
}
//# sourceMappingURL=coco.js.map