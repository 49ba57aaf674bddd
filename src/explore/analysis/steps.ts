/** All steps, in their order: what a person looks at first is computed first. */
import { duplicates } from "./duplicates.js";
import { features } from "./features.js";
import { map } from "./map.js";
import { neighbours } from "./neighbours.js";
import { outliers } from "./outliers.js";
import type { AnalysisStep } from "./step.js";

export const STEPS: readonly AnalysisStep[] = [features, neighbours, map, duplicates, outliers];
