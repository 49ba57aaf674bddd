/** What a list of times says: the middle and how far the middle half of them lies apart. */
/** The value below which a share of sorted values lies, interpolated between neighbours (Hyndman and Fan's type 7). */
export function quantile(sorted, share) {
    const position = share * (sorted.length - 1);
    const below = Math.floor(position);
    const low = sorted[below];
    const high = sorted[Math.min(below + 1, sorted.length - 1)];
    return low + (position - below) * (high - low);
}
/** Summarises at least one value. */
export function summarize(values) {
    const sorted = [...values].sort((a, b) => a - b);
    return {
        median: quantile(sorted, 0.5),
        q1: quantile(sorted, 0.25),
        q3: quantile(sorted, 0.75),
        min: sorted[0],
        samples: sorted.length,
    };
}
/** The interquartile range as a share of the median. */
export function spread({ median, q1, q3 }) {
    return (q3 - q1) / median;
}
export function geometricMean(values) {
    return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
/** Slope of the least-squares line through (log x, log y): 1 where y grows as x does. */
export function logLogSlope(points) {
    const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)]);
    const meanX = logs.reduce((sum, [x]) => sum + x, 0) / logs.length;
    const meanY = logs.reduce((sum, [, y]) => sum + y, 0) / logs.length;
    const covariance = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
    return covariance / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}
//# sourceMappingURL=statistics.js.map