/** Superpixels. */
/** Of a superpixel's expected area: smaller pieces join a neighbour. */
const LEAST_AREA = 0.25;
/**
 * SLIC (R. Achanta et al., "SLIC superpixels compared to state-of-the-art superpixel methods", 2012): k-means of colours and
 * positions, in which a pixel is compared with the centres within twice a superpixel's side only. Pieces that are not
 * connected become superpixels of their own, small ones join the piece before them.
 * @param colours L*a*b* or lightness, [C, H, W], in units of L*a*b*.
 */
export function slic(colours, height, width, { superpixels, compactness, iterations = 10 }) {
    const size = height * width;
    const channels = colours.length / size;
    const side = Math.max(1, Math.sqrt(size / superpixels));
    const centres = gridCentres(colours, height, width, side);
    const values = channels + 2;
    const count = centres.length / values;
    const weight = (compactness / side) ** 2;
    const labels = new Int32Array(size);
    for (let iteration = 0; iteration < iterations; iteration++) {
        const distances = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
        for (let k = 0; k < count; k++) {
            const at = k * values;
            const [cy, cx] = [centres[at + channels], centres[at + channels + 1]];
            const [top, bottom] = [Math.max(0, Math.ceil(cy - side)), Math.min(height - 1, Math.floor(cy + side))];
            const [left, right] = [Math.max(0, Math.ceil(cx - side)), Math.min(width - 1, Math.floor(cx + side))];
            for (let y = top; y <= bottom; y++) {
                for (let x = left; x <= right; x++) {
                    const i = y * width + x;
                    let distance = weight * ((y - cy) ** 2 + (x - cx) ** 2);
                    for (let c = 0; c < channels; c++)
                        distance += (colours[c * size + i] - centres[at + c]) ** 2;
                    if (distance < distances[i]) {
                        distances[i] = distance;
                        labels[i] = k;
                    }
                }
            }
        }
        moveCentres(centres, colours, labels, height, width);
    }
    return connected(labels, height, width, LEAST_AREA * side * side);
}
/** Centres on a grid: colours, row and column of each. */
function gridCentres(colours, height, width, side) {
    const size = height * width;
    const channels = colours.length / size;
    const [rows, columns] = [height, width].map((extent) => Math.max(1, Math.round(extent / side)));
    const centres = [];
    for (let row = 0; row < rows; row++) {
        for (let column = 0; column < columns; column++) {
            const y = Math.min(height - 1, Math.floor(((row + 0.5) * height) / rows));
            const x = Math.min(width - 1, Math.floor(((column + 0.5) * width) / columns));
            for (let c = 0; c < channels; c++)
                centres.push(colours[c * size + y * width + x]);
            centres.push(y, x);
        }
    }
    return Float64Array.from(centres);
}
/** To the means of their pixels; a centre without pixels stays. */
function moveCentres(centres, colours, labels, height, width) {
    const size = height * width;
    const channels = colours.length / size;
    const values = channels + 2;
    const counts = new Float64Array(centres.length / values);
    const sums = new Float64Array(centres.length);
    for (let i = 0; i < size; i++) {
        const k = labels[i];
        counts[k] += 1;
        for (let c = 0; c < channels; c++)
            sums[k * values + c] += colours[c * size + i];
        sums[k * values + channels] += Math.floor(i / width);
        sums[k * values + channels + 1] += i % width;
    }
    for (let i = 0; i < centres.length; i++) {
        const pixels = counts[Math.floor(i / values)];
        if (pixels > 0)
            centres[i] = sums[i] / pixels;
    }
}
/** Numbers the connected pieces of equal labels; a piece of fewer than `least` pixels joins the one it was reached from. */
function connected(labels, height, width, least) {
    const size = height * width;
    const result = new Int32Array(size).fill(-1);
    let count = 0;
    for (let first = 0; first < size; first++) {
        if (result[first] !== -1)
            continue;
        const neighbour = first % width > 0 ? result[first - 1] : first >= width ? result[first - width] : -1;
        const piece = [first];
        result[first] = count;
        for (let next = 0; next < piece.length; next++) {
            const i = piece[next];
            const [y, x] = [Math.floor(i / width), i % width];
            const around = [
                ...(y > 0 ? [i - width] : []),
                ...(y < height - 1 ? [i + width] : []),
                ...(x > 0 ? [i - 1] : []),
                ...(x < width - 1 ? [i + 1] : []),
            ];
            for (const other of around) {
                if (result[other] !== -1 || labels[other] !== labels[i])
                    continue;
                result[other] = count;
                piece.push(other);
            }
        }
        if (piece.length < least && neighbour !== -1)
            for (const i of piece)
                result[i] = neighbour;
        else
            count++;
    }
    return { count, labels: result };
}
//# sourceMappingURL=slic.js.map