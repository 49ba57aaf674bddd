/** The criterion's name. */
export declare const LAYOUT_SILHOUETTE = "umap-silhouette";
