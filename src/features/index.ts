/** Features of images. */
export { Hog, type HogOptions } from "./hog.js";
