/**
 * Lets the neighbours of each image vote on its class; images of no class (-1) neither vote nor count, nor do those that
 * have no other neighbours.
 */
export function supportOf(assignments, clusters, { neighbours, indices }) {
    // With thousands of classes a matrix of all pairs would be mostly zeros.
    const lost = new Map();
    const [sizes, wins] = [new Float64Array(clusters), new Float64Array(clusters)];
    let [counted, agreed] = [0, 0];
    for (const [image, own] of assignments.entries()) {
        if (own < 0)
            continue;
        const near = indices.subarray(image * neighbours, (image + 1) * neighbours);
        const won = winner(Array.from(near, (other) => assignments[other]));
        if (won === null)
            continue;
        sizes[own]++;
        wins[won]++;
        counted++;
        if (won === own)
            agreed++;
        else
            lost.set(own * clusters + won, (lost.get(own * clusters + won) ?? 0) + 1);
    }
    const chance = sizes.reduce((sum, size, k) => sum + size * wins[k], 0) / Math.max(1, counted ** 2);
    const agreement = counted > 0 ? agreed / counted : 1;
    return {
        agreement,
        kappa: chance < 1 ? (agreement - chance) / (1 - chance) : 1,
        sizes,
        lost: [...lost].map(([pair, images]) => ({
            own: Math.floor(pair / clusters),
            won: pair % clusters,
            images,
        })),
    };
}
/** The class that most of the neighbours, nearest first, have; null where none has one. */
function winner(classes) {
    const votes = new Map();
    for (const [rank, own] of classes.entries()) {
        // Of equal numbers of votes the nearer ones win.
        if (own >= 0)
            votes.set(own, (votes.get(own) ?? 0) + 1 + (classes.length - rank) / 1000);
    }
    let best = null;
    for (const [own, weight] of votes) {
        const most = best === null ? 0 : votes.get(best);
        if (weight > most || (weight === most && own < best))
            best = own;
    }
    return best;
}
//# sourceMappingURL=support.js.map