/** Features of images and of rows. */
import "./umap/layout_silhouette.js";
export { ColourHistogram, type ColourHistogramOptions } from "./colour_histogram.js";
export { FeatureUnion, type FeatureUnionOptions } from "./feature_union.js";
export { Hog, type HogOptions } from "./hog.js";
export type { ColourSpace } from "./image_channels.js";
export { ImageMoments, type ImageMomentsOptions } from "./image_moments.js";
export { LocalBinaryPattern, type LocalBinaryPatternOptions } from "./local_binary_pattern.js";
export { Normalizer, type NormalizerOptions } from "./normalizer.js";
export { PatchDictionary, type PatchDictionaryOptions } from "./patches/patch_dictionary.js";
export { Pca, type PcaOptions } from "./pca/pca.js";
export { Pixels } from "./pixels.js";
export { StandardScaler, type StandardScalerOptions } from "./standard_scaler.js";
export type { UmapOptions } from "./umap/options.js";
export { Umap } from "./umap/umap.js";
