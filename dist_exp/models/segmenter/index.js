import "./methods/index.js";
export { ImageSegmenter } from "./image_segmenter.js";
export { registerSegmentationMethod, segmentationMethods, } from "./method.js";
//# sourceMappingURL=index.js.map