/** The curve 1 / (1 + a d^(2b)) that stands for how alike two places of a layout are at distance d. */
const POINTS = 300;
const ITERATIONS = 200;
/**
 * a and b by least squares: the curve is to be 1 up to `minDist`, and exp(-(d - minDist) / spread) from there on, at 300
 * distances from 0 to 3 spread, as umap-learn fits it. Levenberg (1944) and Marquardt (1963).
 */
export function fitCurve(minDist, spread) {
    const distances = Float64Array.from({ length: POINTS }, (_, i) => (3 * spread * i) / (POINTS - 1));
    const wanted = distances.map((d) => (d < minDist ? 1 : Math.exp(-(d - minDist) / spread)));
    const error = (a, b) => distances.reduce((sum, d, i) => sum + (1 / (1 + a * d ** (2 * b)) - wanted[i]) ** 2, 0);
    let [a, b, damping] = [1, 1, 1e-3];
    let least = error(a, b);
    for (let iteration = 0; iteration < ITERATIONS && damping < 1e12; iteration++) {
        let [aa, ab, bb, ra, rb] = [0, 0, 0, 0, 0];
        for (let i = 1; i < POINTS; i++) {
            const power = distances[i] ** (2 * b);
            const value = 1 / (1 + a * power);
            const byA = -power * value * value;
            const byB = 2 * a * Math.log(distances[i]) * byA;
            const residual = value - wanted[i];
            aa += byA * byA;
            ab += byA * byB;
            bb += byB * byB;
            ra += byA * residual;
            rb += byB * residual;
        }
        const [left, right] = [aa * (1 + damping), bb * (1 + damping)];
        const determinant = left * right - ab * ab;
        const nextA = a - (right * ra - ab * rb) / determinant;
        const nextB = b - (left * rb - ab * ra) / determinant;
        const next = nextA > 0 && nextB > 0 ? error(nextA, nextB) : Number.POSITIVE_INFINITY;
        if (!(next < least)) {
            damping *= 10;
            continue;
        }
        const gained = least - next;
        [a, b, least, damping] = [nextA, nextB, next, damping / 10];
        if (gained < 1e-15 * least)
            break;
    }
    return { a, b };
}
//# sourceMappingURL=curve.js.map