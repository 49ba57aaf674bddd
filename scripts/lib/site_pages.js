/** The pages of the site beside the reference, in the order of its menu; `npm run docs` refuses a file of docs/ that is not here. */
export const PAGES = {
  Guides: [
    "docs/start.md",
    "docs/clustering.md",
    "docs/number-of-classes.md",
    "docs/corrections.md",
    "docs/classifier.md",
    "docs/segmentation.md",
    "docs/preprocess.md",
    "docs/encoders.md",
    "docs/custom-models.md",
    "docs/estimators.md",
    "docs/onnx.md",
    "docs/onnx-operators.md",
    "docs/robustness.md",
    "docs/security.md",
    "docs/gpu.md",
    "docs/scale.md",
    "docs/benchmarks.md",
    "docs/accuracy.md",
  ],
  Project: ["FEATURES.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"],
};
