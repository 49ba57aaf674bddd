import { colourSpaces } from "../kernels/pixel_channels.js";
import { type Tensor } from "../tensor/index.js";
import type { ImageSize } from "./image_transformer.js";
/**
 * "hsv": hue, saturation and value, each 0 to 1; "lab": CIE L*a*b* (sRGB, D65) over 100: lightness 0 to 1, a and b about
 * -1.1 to 1.1; "rgb": as given.
 */
export type ColourSpace = Exclude<keyof typeof colourSpaces, "grey">;
export declare const colourSpaceNames: string[];
/** @throws {ShapeError} unless images are grey or have red, green and blue. */
export declare function checkColours(caller: string, { channels }: ImageSize): void;
/** @throws {ShapeError} if a cell of the grid would hold no pixel, or too many. */
export declare function checkGrid(caller: string, { height, width }: ImageSize, grid: readonly [number, number]): void;
/** The channels of x [B, H, W, C] in a colour space, then the gradient of grey if asked for. The caller releases them. */
export declare function channelsOf(x: Tensor, space: keyof typeof colourSpaces, gradients?: boolean): Tensor;
/** Parameters of a kernel over the cells of a grid over x [B, H, W, C]. */
export declare function gridOf(x: Tensor, [grid_rows, grid_columns]: readonly [number, number]): {
    batch: number;
    height: number;
    width: number;
    channels: number;
    grid_rows: number;
    grid_columns: number;
};
