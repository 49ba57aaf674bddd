/** Features of images and of rows. */
import "./umap/layout_silhouette.js";
export { ColourHistogram } from "./colour_histogram.js";
export { FeatureUnion } from "./feature_union.js";
export { Hog } from "./hog.js";
export { ImageMoments } from "./image_moments.js";
export { LocalBinaryPattern } from "./local_binary_pattern.js";
export { Normalizer } from "./normalizer.js";
export { PatchDictionary } from "./patches/patch_dictionary.js";
export { Pca } from "./pca/pca.js";
export { Pixels } from "./pixels.js";
export { StandardScaler } from "./standard_scaler.js";
export { Umap } from "./umap/umap.js";
//# sourceMappingURL=index.js.map