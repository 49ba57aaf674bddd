/**
 * Contact sheets: many images, reduced to one tile size, in one raster. A page
 * with one picture per sheet opens at once; one with thousands of pictures does not.
 */
/**
 * The tile for images of this size: never enlarged, no side above `maxSide`, and `tiles` of them within
 * `budget` bytes before compression.
 */
export function tileSize(images, tiles, { maxSide, budget }) {
    const bytes = Math.max(1, tiles) * images.width * images.height * images.channels;
    const scale = Math.min(1, maxSide / Math.max(images.width, images.height), Math.sqrt(budget / bytes));
    return {
        tileWidth: Math.max(1, Math.floor(images.width * scale)),
        tileHeight: Math.max(1, Math.floor(images.height * scale)),
    };
}
/** A sheet's width in pixels. */
export function sheetWidth({ columns, tileWidth, gap }) {
    return columns * (tileWidth + gap) - gap;
}
/** A sheet's height in pixels. */
export function sheetHeight({ rows, tileHeight, gap }) {
    return rows * (tileHeight + gap) - gap;
}
/**
 * Draws images into the cells of a sheet, in reading order; null leaves a cell empty.
 * With `transparent` the sheet has an alpha channel, and what no image covers shows the page.
 */
export function drawSheet(images, cells, layout, { transparent }) {
    const { columns, tileWidth, tileHeight, gap } = layout;
    const channels = images.channels + (transparent ? 1 : 0);
    const width = sheetWidth(layout);
    const height = sheetHeight(layout);
    const sheet = { width, height, channels, pixels: new Uint8Array(width * height * channels) };
    cells.forEach((image, i) => {
        if (image === null)
            return;
        const left = (i % columns) * (tileWidth + gap);
        const top = Math.floor(i / columns) * (tileHeight + gap);
        drawTile(images, image, sheet, { left, top, tileWidth, tileHeight });
    });
    return sheet;
}
/** Copies an image, reduced by averaging the source pixels under each target pixel. */
function drawTile(images, image, sheet, { left, top, tileWidth, tileHeight }) {
    const { width, height, channels, pixels } = images;
    const base = image * width * height * channels;
    for (let y = 0; y < tileHeight; y++) {
        const [y0, y1] = span(y, tileHeight, height);
        for (let x = 0; x < tileWidth; x++) {
            const [x0, x1] = span(x, tileWidth, width);
            const target = ((top + y) * sheet.width + left + x) * sheet.channels;
            for (let c = 0; c < channels; c++) {
                let sum = 0;
                for (let sy = y0; sy < y1; sy++) {
                    for (let sx = x0; sx < x1; sx++)
                        sum += pixels[base + (sy * width + sx) * channels + c];
                }
                sheet.pixels[target + c] = Math.round(sum / ((y1 - y0) * (x1 - x0)));
            }
            if (sheet.channels > channels)
                sheet.pixels[target + channels] = 255;
        }
    }
}
/** The source pixels under target pixel i; at least one. */
function span(i, target, source) {
    const start = Math.floor((i * source) / target);
    return [start, Math.max(start + 1, Math.floor(((i + 1) * source) / target))];
}
//# sourceMappingURL=sheet.js.map