export { FeatureCache, type FeatureCacheOptions, openFeatureCache } from "./cache.js";
export type { EncodeOptions, EncodeProgress } from "./encode.js";
export { type EncodedImages, type EncodeFilesOptions, encodeSource, FileEncoder } from "./encode_files.js";
export { ImageEncoder } from "./image_encoder.js";
export { type EncoderOptions, openEncoder } from "./open.js";
export type { Cells, Pooling } from "./pooling.js";
export type { EncoderPreprocessing, EncoderPreprocessingOptions } from "./preprocessing.js";
