/** Grey levels between the border's and an object's. */
const OBJECT_LEVELS = 32;
/** The statistics of all images; colour only where there are colours. */
export function imageStatistics(images) {
    const { count, channels } = images;
    const rows = Array.from({ length: count }, (_, image) => measure(images, image));
    const lit = "vary it in training (augmentation.brightness)";
    const placed = "crop the images to their objects, or choose other features";
    const made = [
        ["brightness", lit, (row) => [row.mean]],
        ["contrast", "vary it in training (augmentation.contrast)", (row) => [row.deviation]],
        ["size of the object", placed, (row) => [row.area]],
        ["position of the object", placed, (row) => [row.x, row.y]],
    ];
    if (channels > 1)
        made.splice(1, 0, ["mean colour", "read the images as grey", (row) => row.colour]);
    return made.map(([name, remedy, pick]) => {
        const picked = rows.map(pick);
        const columns = picked[0]?.length ?? 1;
        return { name, remedy, columns, values: standardised(picked, columns) };
    });
}
function measure({ height, width, channels, pixels }, image) {
    const size = height * width;
    const first = image * size * channels;
    const grey = new Float64Array(size);
    const sums = new Array(channels).fill(0);
    for (let i = 0; i < size; i++) {
        for (let c = 0; c < channels; c++) {
            const value = pixels[first + i * channels + c];
            sums[c] += value / size;
            grey[i] += value / channels;
        }
    }
    const mean = sums.reduce((a, b) => a + b, 0) / channels;
    const deviation = Math.sqrt(grey.reduce((sum, value) => sum + (value - mean) ** 2, 0) / size);
    const ground = borderLevel(grey, height, width);
    let [area, x, y] = [0, 0, 0];
    for (let i = 0; i < size; i++) {
        if (Math.abs(grey[i] - ground) < OBJECT_LEVELS)
            continue;
        area++;
        x += i % width;
        y += Math.floor(i / width);
    }
    const centre = (sum, side) => (area > 0 ? sum / area : (side - 1) / 2);
    return {
        ...{ mean, deviation, area: area / size },
        colour: sums.map((sum) => sum - mean),
        x: centre(x, width),
        y: centre(y, height),
    };
}
/** The median of the pixels at the image's edges. */
function borderLevel(grey, height, width) {
    const border = grey.filter((_, i) => {
        const [row, column] = [Math.floor(i / width), i % width];
        return row === 0 || row === height - 1 || column === 0 || column === width - 1;
    });
    return border.sort()[border.length >> 1] ?? 0;
}
/** Columns of one scale, so that none drowns the others; those that do not vary become 0. */
function standardised(rows, columns) {
    const values = new Float32Array(rows.length * columns);
    for (let column = 0; column < columns; column++) {
        const mean = rows.reduce((sum, row) => sum + row[column], 0) / rows.length;
        const variance = rows.reduce((sum, row) => sum + (row[column] - mean) ** 2, 0) / rows.length;
        const scale = variance > 1e-12 ? 1 / Math.sqrt(variance) : 0;
        for (const [i, row] of rows.entries())
            values[i * columns + column] = (row[column] - mean) * scale;
    }
    return values;
}
//# sourceMappingURL=statistics.js.map