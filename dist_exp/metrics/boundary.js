/** How well the outline of a region agrees with the true one. */
/**
 * The harmonic mean of two shares: of the predicted boundary's pixels that lie within the tolerance of the true boundary,
 * and of the true boundary's pixels within the tolerance of the predicted one (Csurka et al., "What is a good evaluation
 * measure for semantic segmentation?", 2013). A boundary pixel has the class and a neighbour above, below, left or right
 * without it; the image's border is none (scikit-image's `find_boundaries` with mode "inner").
 * @returns NaN where the class occurs in neither map; 1 where it occurs in both and neither has a boundary; 0 where only
 * one has.
 */
export function boundaryF1({ height, width, truth, predicted, label, tolerance }) {
    const [a, b] = [truth, predicted].map((map) => boundaryOf(map, height, width, label));
    if (!a.occurs && !b.occurs)
        return Number.NaN;
    if (a.pixels.length === 0 && b.pixels.length === 0)
        return a.occurs && b.occurs ? 1 : 0;
    if (a.pixels.length === 0 || b.pixels.length === 0)
        return 0;
    const near = offsetsWithin(tolerance);
    const precision = shareNear(b.pixels, a.isBoundary, near, height, width);
    const recall = shareNear(a.pixels, b.isBoundary, near, height, width);
    return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}
function boundaryOf(map, height, width, label) {
    const isBoundary = new Uint8Array(height * width);
    const pixels = [];
    let occurs = false;
    for (let y = 0, i = 0; y < height; y++) {
        for (let x = 0; x < width; x++, i++) {
            if (map[i] !== label)
                continue;
            occurs = true;
            const ends = (x > 0 && map[i - 1] !== label) ||
                (x < width - 1 && map[i + 1] !== label) ||
                (y > 0 && map[i - width] !== label) ||
                (y < height - 1 && map[i + width] !== label);
            if (!ends)
                continue;
            isBoundary[i] = 1;
            pixels.push(i);
        }
    }
    return { occurs, pixels, isBoundary };
}
/** Steps to all pixels within a distance, nearest first. */
function offsetsWithin(distance) {
    const reach = Math.floor(distance);
    const offsets = [];
    for (let y = -reach; y <= reach; y++) {
        for (let x = -reach; x <= reach; x++)
            if (x * x + y * y <= distance * distance)
                offsets.push([y, x]);
    }
    return offsets.sort(([ay, ax], [by, bx]) => ay * ay + ax * ax - by * by - bx * bx);
}
/** The share of pixels that one of `isBoundary` is near. */
function shareNear(pixels, isBoundary, near, height, width) {
    let found = 0;
    for (const i of pixels) {
        const [py, px] = [Math.floor(i / width), i % width];
        const hit = near.some(([dy, dx]) => {
            const [y, x] = [py + dy, px + dx];
            return y >= 0 && y < height && x >= 0 && x < width && isBoundary[y * width + x] === 1;
        });
        if (hit)
            found++;
    }
    return found / pixels.length;
}
//# sourceMappingURL=boundary.js.map