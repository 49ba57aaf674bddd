/** Images that do not fit among the others. */
export {
  type FindOutliersOptions,
  findOutliers,
  type OutlierImage,
  type OutlierImageReason,
  reasonsOf,
} from "./find_outliers.js";
export type { OutlierSet } from "./outlier_set.js";
export {
  type OutlierFinding,
  type OutlierReason,
  outlierReasons,
  registerOutlierReason,
} from "./reason.js";
export { type RunOutliers, type RunOutliersOptions, runOutliers } from "./run_outliers.js";
