import type { Clusterer, Transformer } from "../../estimators/estimator.js";
import type { ImageSize } from "../images.js";
/** Features of images by a name for people. */
export interface FeatureRecipe {
    readonly name: string;
    /** Larger images are first made smaller: so many pixels on their shorter side. */
    readonly side: number;
    /** Whether images of this size have such features. */
    suits(size: ImageSize): boolean;
    create(size: ImageSize, seed: number): Transformer;
}
/** A way to sort rows [N, D]. */
export interface MethodRecipe {
    readonly name: string;
    /** Whether it sorts the places that UMAP gives the rows, not the rows. */
    readonly reduced: boolean;
    create(clusters: number, seed: number): Clusterer;
}
/** Shapes, coarse shapes, textures, contrast, the images themselves, their patches, and pairs of these. */
export declare const featureRecipes: readonly FeatureRecipe[];
export declare const methodRecipes: readonly MethodRecipe[];
