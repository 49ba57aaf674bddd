/** The images of a comparison: those to learn from, and those that are held out. */
import { subset } from "../data/image_set.js";
import { labelledImages } from "../data/labels.js";
import { DataError } from "../errors.js";
import { classesOf, placesOf, stratifiedSplit, VALIDATION_SPLIT } from "../models/classifier/labels.js";
import { checkPixels } from "../models/images.js";
/**
 * Numbers the classes, and holds out a share of each where there are no test images.
 * @throws {DataError} when labels or test images do not fit, or a class has too few images.
 */
export function divide({ train, test }, seed) {
    const labelled = labelledImages(train);
    const classes = classesOf(labelled.labels, labelled.count);
    const names = classes.labels.map((label) => labelled.labelNames?.[label] ?? String(label));
    const part = (set) => ({
        images: checkPixels(set),
        labels: Int32Array.from(placesOf(set.labels, classes.labels)),
    });
    if (test) {
        checkTest(test, labelled);
        return { data: { train: part(labelled), test: part(test) }, names, heldOut: "test images" };
    }
    const split = stratifiedSplit(classes, VALIDATION_SPLIT, seed);
    const left = new Uint32Array(names.length);
    for (const image of split.train)
        left[classes.indices[image]] += 1;
    const small = left.findIndex((count) => count < 2);
    if (small >= 0) {
        throw new DataError(`class ${names[small]} has too few images to hold one out and learn from two others: give it three or more`);
    }
    const data = { train: part(subset(labelled, split.train)), test: part(subset(labelled, split.validation)) };
    return { data, names, heldOut: "validation images" };
}
function checkTest(test, train) {
    const size = ({ height, width, channels }) => `${height} x ${width} x ${channels}`;
    if (test.labels === null)
        throw new DataError("the test images have no labels: give them labels");
    if (test.count === 0)
        throw new DataError("there are no test images: give one or more, or null");
    if (size(test) === size(train))
        return;
    throw new DataError(`the test images are ${size(test)}, the training images ${size(train)}: load them in one size`);
}
//# sourceMappingURL=data.js.map