/** Places in a cube of this side lie four standard deviations of a cloud apart, typically. */
export const sideOfCube = (cols) => 4 * Math.sqrt(2 / cols);
/** Clouds about K places in a cube. */
export function makeClouds(random, { rows, cols, clusters }, side = sideOfCube(cols)) {
    const places = Float32Array.from({ length: clusters * cols }, () => side * random.uniform());
    const x = new Float32Array(rows * cols);
    const labels = new Uint32Array(rows);
    for (let row = 0; row < rows; row++) {
        labels[row] = random.integer(clusters);
        const place = labels[row] * cols;
        for (let i = 0; i < cols; i++)
            x[row * cols + i] = places[place + i] + 2 * random.uniform() - 1;
    }
    return { x: { shape: [rows, cols], data: x }, places, labels };
}
//# sourceMappingURL=clouds.js.map