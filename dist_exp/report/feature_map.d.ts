export interface FeatureMapOptions {
    /** How many rows are drawn at random for the map; 2,000 of 256 features take about a second. Default 2000. */
    sample?: number;
    /** The same features and seed give the same map. Default 0. */
    seed?: number;
    /** The image number of each row, where the rows are a choice of images already. Default: the row number. */
    indices?: Int32Array;
}
/** Places in the plane: image `indices[i]` lies at `xy[2 i], xy[2 i + 1]`. The axes have no meaning. */
export interface FeatureMap {
    indices: Int32Array;
    xy: Float32Array;
}
/**
 * Lays out features in the plane: standardised, by `Umap` on the native device, so that maps are the same beside any GPU.
 *
 * @param features [N, dimensions], row-major.
 * @throws ShapeError when the length is no multiple of `dimensions`, or `indices` is not one per row.
 * @throws ArgumentError for a feature that is not finite, or a sample below 1.
 */
export declare function featureMap(features: Float32Array, dimensions: number, options?: FeatureMapOptions): Promise<FeatureMap>;
/**
 * Draws `sample` of `rows` numbers without replacement (all of them, shuffled, when there are no more), so
 * that features need computing only for images on the map.
 * @throws ArgumentError when `sample` is no whole number above 0.
 */
export declare function sampleIndices(rows: number, sample: number, seed: number): Int32Array;
