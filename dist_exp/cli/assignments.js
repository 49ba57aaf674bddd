/** The class of each image, and how sure the model is of it. */
import { argmaxRows } from "../models/image_model.js";
import { UNSORTED } from "../models/index.js";
/** The most probable class of each row; a row whose most probable column is `unsorted` belongs to none. */
export function mostProbable(probabilities, unsorted = null) {
    const { columns, data } = probabilities;
    const places = argmaxRows(probabilities);
    return {
        clusters: places.map((place) => (place === unsorted ? -1 : place)),
        confidence: Float32Array.from(places, (best, row) => data[row * columns + best]),
    };
}
/** The column for images that belong to no class, of models that know such images. */
export function unsortedPlace({ supervised, classNames }) {
    const place = classNames.indexOf(UNSORTED);
    return supervised || place < 0 ? null : place;
}
/** All classes in order, then the images that belong to none, if there are some. */
export function classSizes({ clusters, confidence }, count) {
    const images = new Array(count + 1).fill(0);
    const sums = new Array(count + 1).fill(0);
    clusters.forEach((cluster, i) => {
        const place = cluster < 0 ? count : cluster;
        images[place]++;
        sums[place] += confidence[i];
    });
    const sizes = images.map((size, place) => ({
        cluster: place === count ? -1 : place,
        images: size,
        meanConfidence: size === 0 ? null : round(sums[place] / size),
    }));
    return images[count] === 0 ? sizes.slice(0, count) : sizes;
}
/** Probabilities in files carry four digits: float32 sums differ beyond that between devices. */
export function round(probability) {
    return Math.round(probability * 1e4) / 1e4;
}
//# sourceMappingURL=assignments.js.map