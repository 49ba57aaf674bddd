/** What is done to features of a pretrained network before they are sorted. */
import type { Transformer } from "../estimators/estimator.js";
import { Normalizer } from "../features/normalizer.js";
import { Pca } from "../features/pca/pca.js";
import { StandardScaler } from "../features/standard_scaler.js";
import { FOR_CLUSTERS, LEAST_PLACED } from "../features/umap/for_clusters.js";
import { Umap } from "../features/umap/umap.js";

/**
 * What is done to features before they are sorted: "none"; rows of length 1, whose columns are standardised, and their
 * principal components ("pca"); those, placed by UMAP in few dimensions, where groups stand apart ("umap").
 */
export type FeatureReduction = "none" | "pca" | "umap";
/** Ways to make features smaller before they are clustered, the default first. */
export const REDUCTIONS: readonly FeatureReduction[] = ["umap", "pca", "none"];

const COMPONENTS = 50;

/** The steps of a reduction, for features of that shape. */
export function reducing(
  reduction: FeatureReduction,
  { rows, columns }: { readonly rows: number; readonly columns: number },
  seed: number,
): [string, Transformer][] {
  if (reduction === "none") return [];
  const steps: [string, Transformer][] = [
    ["unit", new Normalizer()],
    ["scale", new StandardScaler()],
  ];
  const components = Math.min(COMPONENTS, rows - 1);
  if (columns > COMPONENTS && components >= 2) {
    const solver = Math.min(rows, columns) > 300 ? "randomized" : "full";
    steps.push(["pca", new Pca({ components, solver, seed })]);
  }
  if (reduction === "umap" && rows >= LEAST_PLACED)
    steps.push(["places", new Umap({ ...FOR_CLUSTERS, seed })]);
  return steps;
}
