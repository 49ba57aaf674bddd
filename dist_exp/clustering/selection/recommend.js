/** What a criterion's vote for K gives to K - 1 and K + 1: neighbours that differ by one often mean the same. */
const NEIGHBOUR_SHARE = 0.5;
/**
 * Each criterion gives its first choice its whole weight, its second a half, its third a third, and half of that
 * to the numbers one below and one above. The recommended K have the greatest sums; of equal sums the smaller K comes
 * first. Weights are a track record on sets of images whose classes are known (bench/results/choose.md): criteria that take the
 * least K for most of them count half, the silhouette after UMAP twice. The confidence is the sum over that of all weights, so criteria without a choice lower it.
 */
export function recommend(ks, judged) {
    const all = judged.reduce((sum, { weight }) => sum + weight, 0);
    const sums = ks.map(() => 0);
    for (const { weight, choices } of judged) {
        // The best of a criterion's reasons for a K counts, not their sum: no criterion has more than its weight.
        const votes = ks.map((k) => choices.reduce((most, choice, rank) => Math.max(most, share(Math.abs(choice - k)) / (rank + 1)), 0));
        for (const [i, vote] of votes.entries())
            sums[i] += weight * vote;
    }
    return ks
        .map((clusters, i) => ({ clusters, confidence: all > 0 ? sums[i] / all : 0 }))
        .filter(({ confidence }) => confidence > 0)
        .sort((a, b) => b.confidence - a.confidence || a.clusters - b.clusters);
}
function share(distance) {
    return distance === 0 ? 1 : distance === 1 ? NEIGHBOUR_SHARE : 0;
}
//# sourceMappingURL=recommend.js.map