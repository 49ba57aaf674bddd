/** What a comparison finds, as plain data. */
/** Rows by accuracy, the best first; failed learners come last. */
export function ranked(rows) {
    const accuracy = ({ result }) => result?.scores.accuracy ?? -1;
    return [...rows].sort((a, b) => accuracy(b) - accuracy(a));
}
/** Largest minus smallest accuracy over the learning rates; null where there are none, or training failed at one. */
export function spreadOfRates(rates) {
    if (rates === null || rates.length < 2)
        return null;
    const accuracies = rates.map(({ accuracy }) => accuracy);
    if (accuracies.includes(null))
        return null;
    return Math.max(...accuracies) - Math.min(...accuracies);
}
//# sourceMappingURL=result.js.map