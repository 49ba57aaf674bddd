/** Features of images. */

export { FeatureUnion, type FeatureUnionOptions } from "./feature_union.js";
export { Hog, type HogOptions } from "./hog.js";
export { Normalizer, type NormalizerOptions } from "./normalizer.js";
export { PatchDictionary, type PatchDictionaryOptions } from "./patches/patch_dictionary.js";
export { Pca, type PcaOptions } from "./pca/pca.js";
export { Pixels } from "./pixels.js";
export { StandardScaler, type StandardScalerOptions } from "./standard_scaler.js";
