export { EncodedClassifier, type EncodedClassifierOptions } from "./encoded_classifier.js";
