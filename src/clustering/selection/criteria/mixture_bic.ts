import { DataError } from "../../../errors.js";
import { total } from "../../centring.js";
import { type CovarianceType, parameterCount } from "../../mixture/covariance.js";
import { GaussianMixture } from "../../mixture/gaussian_mixture.js";
import { peaks, registerCriterion } from "../criterion.js";
import { someRows } from "../sampling.js";

const MOST_ROWS = 2000;
const MOST_ITERATIONS = 30;
/** Of the columns' mean variance: keeps components of few rows regular. */
const REGULARIZATION = 1e-3;

/**
 * G. Schwarz, "Estimating the dimension of a model", Annals of Statistics 6 (1978), of mixtures of Gaussians (Fraley and
 * Raftery, Computer Journal 41, 1998).
 */
registerCriterion({
  name: "bic",
  title: "BIC of mixtures",
  about: "Bayesian information criterion of mixtures of Gaussians",
  better: "lower",
  weight: 1,
  async judge(study) {
    const { ks, seed, columns } = study;
    using x = study.gather(someRows(study.rows, MOST_ROWS, study.random("bic")));
    const rows = x.shape[0]!;
    const covarianceType = typeFor(rows, ks.at(-1)!, columns);
    const regularization = Math.max(
      Number.MIN_VALUE,
      REGULARIZATION * variance((await x.data()) as Float32Array, columns),
    );
    const values = new Float64Array(ks.length);
    for (const [i, components] of ks.entries()) {
      study.throwIfAborted();
      values[i] = await new GaussianMixture({
        ...{ components, covarianceType, regularization, seed, maxIterations: MOST_ITERATIONS },
      })
        .fit(x)
        .then((mixture) => mixture.bic(x))
        // A covariance that stays singular has no density: this K has no value.
        .catch((error) => {
          if (error instanceof DataError) return Number.NaN;
          throw error;
        });
    }
    return peaks(ks, values, "lower");
  },
});

/** The richest covariances that the rows can tell: two rows for each number of "full", half a row for one of "diag". */
function typeFor(rows: number, components: number, columns: number): CovarianceType {
  if (2 * parameterCount("full", components, columns) <= rows) return "full";
  return parameterCount("diag", components, columns) <= 2 * rows ? "diag" : "spherical";
}

/** The columns' mean variance. */
function variance(values: Float32Array, columns: number): number {
  const rows = values.length / columns;
  const means = new Float64Array(columns);
  for (let i = 0; i < values.length; i++) means[i % columns]! += values[i]! / rows;
  return total(Float64Array.from(values, (value, i) => (value - means[i % columns]!) ** 2)) / values.length;
}
