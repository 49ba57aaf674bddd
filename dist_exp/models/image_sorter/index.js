/** Sorts images by whatever suits them. */
export { ImageSorter, } from "./image_sorter.js";
//# sourceMappingURL=index.js.map