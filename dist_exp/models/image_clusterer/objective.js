import { add, log, logSoftmax, mean, mul, scale, shift, softmax, sub, sum } from "../../ops/index.js";
/** Keeps log() of an unused class finite. */
const TINY = 1e-8;
/**
 * Logits are [B, heads, K], of the plain and of the augmented images. Where no
 * gradient flows into `plain`, its predictions are fixed targets:
 *
 *   KL(p || q) - information * (balance * H(mean q) - mean H(q)),   p plain, q augmented.
 *
 * With `symmetric`, both are learned, and each term is the mean over both:
 *
 *   (KL(p || q) + KL(q || p)) / 2 - information * (balance * H(mean (p + q) / 2) - mean (H(p) + H(q)) / 2).
 *
 * With a `prior`, K shares of the images, the usage u of the classes is to match it: KL(prior || u), up to a constant,
 * is in the place of -H(u). A class that loses its images costs more and more, however small its share.
 */
export function informationMaximization(tape, plain, augmented, { information, balance }, symmetric, prior = null) {
    const [p, q] = [softmax(tape, plain), softmax(tape, augmented)];
    const [logP, logQ] = [logSoftmax(tape, plain), logSoftmax(tape, augmented)];
    // Sums over classes come last: the mean over the batch is the larger reduction.
    const overBatch = (x) => mean(tape, x, 0);
    const overClasses = (x) => sum(tape, x, 1);
    const negativeEntropy = (probability, logarithm) => overBatch(mul(tape, probability, logarithm));
    const difference = sub(tape, logP, logQ);
    let divergence;
    let certainty;
    let usage;
    if (symmetric) {
        divergence = scale(tape, overBatch(mul(tape, sub(tape, p, q), difference)), 0.5);
        certainty = scale(tape, add(tape, negativeEntropy(p, logP), negativeEntropy(q, logQ)), 0.5);
        usage = scale(tape, add(tape, overBatch(p), overBatch(q)), 0.5);
    }
    else {
        divergence = overBatch(mul(tape, p, difference));
        certainty = negativeEntropy(q, logQ);
        usage = overBatch(q);
    }
    const spread = prior
        ? crossEntropyWith(tape, prior, usage)
        : mul(tape, usage, log(tape, shift(tape, usage, TINY)));
    // Each of the three is [heads, K]; minus certainty and minus spread are the entropies' terms.
    const informed = sub(tape, scale(tape, spread, information * balance), scale(tape, certainty, information));
    const perHead = overClasses(add(tape, divergence, informed));
    return { perHead, total: mean(tape, perHead) };
}
/** Minus each prior[k] log u[k], [heads, K]. */
function crossEntropyWith(tape, prior, usage) {
    const weights = tape.constant(Float32Array.from(prior, (share) => -share), [prior.length]);
    return mul(tape, log(tape, shift(tape, usage, TINY)), weights);
}
//# sourceMappingURL=objective.js.map