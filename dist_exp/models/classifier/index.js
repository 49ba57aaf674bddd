export { parseClassifierConfig } from "./config.js";
export { ImageClassifier, } from "./image_classifier.js";
//# sourceMappingURL=index.js.map