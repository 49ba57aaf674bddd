/** Features of images. */
export { ColourHistogram, type ColourHistogramOptions } from "./colour_histogram.js";
export { Hog, type HogOptions } from "./hog.js";
export type { ColourSpace } from "./image_channels.js";
export { ImageMoments, type ImageMomentsOptions } from "./image_moments.js";
export { LocalBinaryPattern, type LocalBinaryPatternOptions } from "./local_binary_pattern.js";
