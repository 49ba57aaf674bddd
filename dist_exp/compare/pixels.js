/** Values of one image: height x width x channels. */
export function pixelColumns({ height, width, channels }) {
    return height * width * channels;
}
/** Pixels from 0 to 1, [N, columns] row by row. */
export function scaledPixels({ pixels }) {
    return Float32Array.from(pixels, (value) => value / 255);
}
/** Pixels from 0 to 1, an array for each image. */
export function pixelRows(images) {
    const columns = pixelColumns(images);
    return Array.from({ length: images.count }, (_, row) => Array.from(images.pixels.subarray(row * columns, (row + 1) * columns), (value) => value / 255));
}
//# sourceMappingURL=pixels.js.map