/** The curve 1 / (1 + a d^(2b)) that stands for how alike two places of a layout are at distance d. */
export interface Curve {
    readonly a: number;
    readonly b: number;
}
/**
 * a and b by least squares: the curve is to be 1 up to `minDist`, and exp(-(d - minDist) / spread) from there on, at 300
 * distances from 0 to 3 spread, as umap-learn fits it. Levenberg (1944) and Marquardt (1963).
 */
export declare function fitCurve(minDist: number, spread: number): Curve;
