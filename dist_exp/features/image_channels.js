/** Colour spaces and grids, which several features share. */
import { ShapeError } from "../errors.js";
import { colourSpaces, outChannels, pixelChannels } from "../kernels/pixel_channels.js";
import { empty } from "../tensor/index.js";
export const colourSpaceNames = Object.keys(colourSpaces).filter((name) => name !== "grey");
/** @throws {ShapeError} unless images are grey or have red, green and blue. */
export function checkColours(caller, { channels }) {
    if (channels !== 1 && channels !== 3) {
        throw new ShapeError(`${caller}: images of ${channels} channels: give 1, grey, or 3, red, green and blue`);
    }
}
/** Pixels of a cell up to which counts are exact in float32. */
const MOST_PIXELS = 2 ** 24;
/** @throws {ShapeError} if a cell of the grid would hold no pixel, or too many. */
export function checkGrid(caller, { height, width }, grid) {
    if (grid[0] > height || grid[1] > width) {
        throw new ShapeError(`${caller}: images of ${height} x ${width} pixels in a grid of ${grid[0]} x ${grid[1]} cells: give fewer cells`);
    }
    if (Math.ceil(height / grid[0]) * Math.ceil(width / grid[1]) > MOST_PIXELS) {
        throw new ShapeError(`${caller}: images of ${height} x ${width} pixels in a grid of ${grid[0]} x ${grid[1]} cells: give more cells, a cell holds ${MOST_PIXELS} pixels at most`);
    }
}
/** The channels of x [B, H, W, C] in a colour space, then the gradient of grey if asked for. The caller releases them. */
export function channelsOf(x, space, gradients = false) {
    const [batch, height, width, channels] = x.shape;
    const params = { channels, space: colourSpaces[space], gradients: Number(gradients) };
    const y = empty(x.device, [batch, height, width, outChannels(params)]);
    x.device.record(pixelChannels, { x: x.slice, y: y.slice }, { batch, height, width, ...params });
    return y;
}
/** Parameters of a kernel over the cells of a grid over x [B, H, W, C]. */
export function gridOf(x, [grid_rows, grid_columns]) {
    const [batch, height, width, channels] = x.shape;
    return { batch, height, width, channels, grid_rows, grid_columns };
}
//# sourceMappingURL=image_channels.js.map