/** Sorts images by whatever suits them. */
export {
  ImageSorter,
  type ImageSorterOptions,
  type NetworkTrial,
  type SortedImages,
  type SorterFitOptions,
} from "./image_sorter.js";
export type { NetworkPlan } from "./plan.js";
export type { Tried } from "./way.js";
