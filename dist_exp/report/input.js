import { ArgumentError, ShapeError } from "../errors.js";
/**
 * Checks that the parts of a report fit each other.
 * @throws ShapeError for a length, ArgumentError for a class or an image number out of range.
 */
export function checkReportInput(input) {
    const { images, assignments, confidence, clusters, labels, map } = input;
    const lengths = [
        ["pixels", images.pixels.length, images.count * images.height * images.width * images.channels],
        ["assignments", assignments.length, images.count],
        ["confidence", confidence.length, images.count],
    ];
    if (images.names)
        lengths.push(["names", images.names.length, images.count]);
    if (labels)
        lengths.push(["labels", labels.length, images.count]);
    if (map)
        lengths.push(["map.xy", map.xy.length, map.indices.length * 2]);
    for (const [what, given, wanted] of lengths) {
        if (given !== wanted) {
            throw new ShapeError(`report: ${what} has ${given} values; ${images.count} images take ${wanted}.`);
        }
    }
    if (images.channels !== 1 && images.channels !== 3) {
        throw new ShapeError(`report: images have ${images.channels} channels; give 1 (grey) or 3 (RGB).`);
    }
    checkRange("assignments", assignments, clusters);
    if (map)
        checkRange("map.indices", map.indices, images.count);
}
function checkRange(what, values, end) {
    const at = values.findIndex((value) => value < 0 || value >= end);
    if (at >= 0) {
        throw new ArgumentError(`report: ${what}[${at}] is ${values[at]}; it must be from 0 to ${end - 1}.`);
    }
}
//# sourceMappingURL=input.js.map