export { type ImageClassifierConfig, type ImageClassifierOptions, parseClassifierConfig } from "./config.js";
export { type ClassifierFitOptions, type ClassifierFitResult, type Evaluation, ImageClassifier, } from "./image_classifier.js";
