/** Exact confidence bounds of a share, and the normal distribution's quantile. */
import { ArgumentError } from "../errors.js";

/**
 * The lower end of the one-sided Clopper-Pearson interval of a share: with confidence 1 - alpha, the probability of a
 * success is at least this, after `successes` of `trials`. It is the alpha quantile of the beta distribution with parameters
 * k and n - k + 1 (Clopper and Pearson, "The Use of Confidence or Fiducial Limits", Biometrika 1934).
 * @throws {ArgumentError} when successes are no whole number from 0 to `trials`, or alpha is not between 0 and 1.
 */
export function clopperPearsonLower(successes: number, trials: number, alpha: number): number {
  const wrong = !(Number.isInteger(trials) && trials >= 1 && Number.isInteger(successes));
  if (wrong || successes < 0 || successes > trials) {
    throw new ArgumentError(
      `clopperPearsonLower: ${successes} successes of ${trials} trials: give whole numbers, successes from 0 to the trials`,
    );
  }
  if (!(alpha > 0 && alpha < 1)) {
    throw new ArgumentError(`clopperPearsonLower: alpha is ${alpha}: give a number between 0 and 1`);
  }
  if (successes === 0) return 0;
  // I_p(k, n - k + 1) grows with p: the root is found by halving, down to neighbouring float64 numbers.
  let [low, high] = [0, 1];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return low;
    if (incompleteBeta(middle, successes, trials - successes + 1) < alpha) low = middle;
    else high = middle;
  }
}

/** The regularised incomplete beta function I_x(a, b), by Lentz's continued fraction (Press et al. 2007, section 6.4). */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges quickly below the mean alone.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const logFront = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x);
  return (Math.exp(logFront) * betaFraction(x, a, b)) / a;
}

const MOST_TERMS = 100_000;
const CONVERGED = 1e-15;
/** In place of a denominator of 0. */
const SMALLEST = 1e-300;

function betaFraction(x: number, a: number, b: number): number {
  const nonzero = (value: number) => (Math.abs(value) < SMALLEST ? SMALLEST : value);
  let c = 1;
  let d = 1 / nonzero(1 - ((a + b) * x) / (a + 1));
  let value = d;
  for (let m = 1; m <= MOST_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    for (const term of [even, odd]) {
      d = 1 / nonzero(1 + term * d);
      c = nonzero(1 + term / c);
      value *= c * d;
    }
    if (Math.abs(c * d - 1) < CONVERGED) break;
  }
  return value;
}

/** Coefficients of Lanczos's approximation with g = 7 and nine terms (Godfrey 2001), good to 15 digits. */
const LANCZOS = [
  0.9999999999998099, 676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406,
  12.507343278686905, -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

/** The natural logarithm of the gamma function, x above 0. */
export function logGamma(x: number): number {
  // Stirling's series is the more exact one where it converges: Lanczos loses digits in a difference of large terms.
  if (x >= 15) {
    const square = 1 / (x * x);
    const series =
      (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188)))) / x;
    return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
  }
  const z = x - 1;
  const t = z + 7.5;
  const sum = LANCZOS.slice(1).reduce((total, value, i) => total + value / (z + i + 1), LANCZOS[0]!);
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

/**
 * The number below which a standard normal variable lies with probability `p`, 0 < p < 1 (Wichura, "Algorithm AS 241: The
 * Percentage Points of the Normal Distribution", Applied Statistics 1988; to 1e-15 relative); infinite at 0 and 1.
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(CENTRE, 0.180625 - q * q);
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
  const size = r <= 5 ? ratio(MIDDLE, r - 1.6) : r === Infinity ? r : ratio(TAIL, r - 5);
  return q < 0 ? -size : size;
}

type Ratio = readonly [numerator: readonly number[], denominator: readonly number[]];

const polynomial = (coefficients: readonly number[], x: number) =>
  coefficients.reduceRight((total, coefficient) => total * x + coefficient, 0);
const ratio = ([numerator, denominator]: Ratio, x: number) =>
  polynomial(numerator, x) / polynomial(denominator, x);

const CENTRE: Ratio = [
  [
    3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
    67265.7709270087, 33430.57558358813, 2509.0809287301227,
  ],
  [
    1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
    28729.085735721943, 5226.495278852854,
  ],
];
const MIDDLE: Ratio = [
  [
    1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
    0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
  ],
  [
    1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457,
    0.0005475938084995345, 1.0507500716444169e-9,
  ],
];
const TAIL: Ratio = [
  [
    6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124,
    0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7,
  ],
  [
    1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
    1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15,
  ],
];
