/** Confidence that is right as often as it says. */

/** Scores nearer to 0 and 1 than this are moved there: their logarithms are finite. */
const EDGE = 1e-4;
const ITERATIONS = 100;
/** Weight of the curve that changes nothing, a = 1 and b = 0, which few answers do not move far. */
const PRIOR = 0.5;

const logit = (score: number) => {
  const inside = Math.min(1 - EDGE, Math.max(EDGE, score));
  return Math.log(inside / (1 - inside));
};

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** p = 1 / (1 + exp(-(a logit(score) + b))), a from 0 up. */
export interface Calibration {
  readonly a: number;
  readonly b: number;
}

/** The probability that an answer with this score, 0 to 1, is right. */
export const calibrated = ({ a, b }: Calibration, score: number): number => sigmoid(a * logit(score) + b);

/**
 * Platt scaling (1999) of the logits of scores: the most likely curve, with a prior for the one that changes nothing, by
 * Newton's method. Two numbers can be learned of some tens of answers, keep the order of images, and merge none;
 * isotonic regression needs about a thousand (A. Niculescu-Mizil and R. Caruana, ICML 2005), and makes steps.
 *
 * @param scores from 0 to 1. @param right 1 where the answer with the score was right.
 */
export function calibrate(scores: ArrayLike<number>, right: ArrayLike<number>): Calibration {
  const x = Float64Array.from(scores, logit);
  let hits = 0;
  for (let i = 0; i < right.length; i++) hits += right[i]!;
  // Platt's targets: no answer is certain.
  const [high, low] = [(hits + 1) / (hits + 2), 1 / (x.length - hits + 2)];
  let [a, b] = [1, 0];
  const loss = (a: number, b: number) => {
    let sum = (PRIOR / 2) * ((a - 1) ** 2 + b * b);
    x.forEach((value, i) => {
      const z = a * value + b;
      // -t log p - (1 - t) log(1 - p), without overflow.
      sum += Math.max(z, 0) - (right[i] ? high : low) * z + Math.log1p(Math.exp(-Math.abs(z)));
    });
    return sum;
  };
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    let [ga, gb, haa, hab, hbb] = [PRIOR * (a - 1), PRIOR * b, PRIOR, 0, PRIOR];
    x.forEach((value, i) => {
      const p = sigmoid(a * value + b);
      const error = p - (right[i] ? high : low);
      const curvature = p * (1 - p);
      ga += error * value;
      gb += error;
      haa += curvature * value * value;
      hab += curvature * value;
      hbb += curvature;
    });
    const determinant = haa * hbb - hab * hab;
    const da = (hbb * ga - hab * gb) / determinant;
    const db = (haa * gb - hab * ga) / determinant;
    let step = 1;
    while (step > 1e-10 && loss(a - step * da, b - step * db) > loss(a, b)) step /= 2;
    a -= step * da;
    b -= step * db;
    if (Math.abs(step * da) + Math.abs(step * db) < 1e-10) break;
  }
  return { a: Math.max(0, a), b };
}
