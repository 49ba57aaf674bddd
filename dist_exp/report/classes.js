/** A class with less than this share of its label is a mixture: the label's name would promise too much. */
const TITLED_FROM = 0.75;
/** Describes all classes, ordered by the label they stand for, then by number. */
export function describeClasses(input) {
    const members = membersOf(input);
    const views = members.map((images, cluster) => {
        const label = mappedLabel(input, cluster);
        let confidence = 0;
        let matching = 0;
        let labelled = 0;
        for (const image of images) {
            confidence += certainty(input, image);
            const own = knownLabel(input, image);
            if (own !== null)
                labelled++;
            if (own !== null && own === label)
                matching++;
        }
        const purity = label === null || labelled === 0 ? null : matching / labelled;
        const titled = label !== null && purity !== null && purity >= TITLED_FROM;
        return {
            cluster,
            members: images,
            share: images.length / Math.max(1, input.images.count),
            meanConfidence: confidence / images.length,
            label,
            purity,
            titled,
            title: titled
                ? labelName(input, label)
                : isUnsorted(input, { cluster })
                    ? "Unsorted"
                    : `Class ${cluster}`,
        };
    });
    const rank = (view) => view.label ?? Number.MAX_SAFE_INTEGER;
    return views.sort((a, b) => rank(a) - rank(b) || a.cluster - b.cluster);
}
/** Whether a class is that of images which belong to none of the others. */
export function isUnsorted({ unsorted = null }, { cluster }) {
    return cluster === unsorted;
}
/** The name of a label, or its number. */
export function labelName(input, label) {
    return input.labelNames?.[label] ?? String(label);
}
/** The label of an image, or null where it is not known. */
export function knownLabel({ labels }, image) {
    const label = labels?.[image] ?? -1;
    return label < 0 ? null : label;
}
/** The name of an image: its file, or its number. */
export function imageName(input, image) {
    return input.images.names?.[image] ?? `image ${image}`;
}
/** The label a class stands for, or null. */
export function mappedLabel(input, cluster) {
    const label = input.evaluation?.mapping.get(cluster) ?? -1;
    return input.labels === null || label < 0 ? null : label;
}
/** A confidence that sorts: a missing one (NaN) counts as none at all. */
function certainty(input, image) {
    const value = input.confidence[image];
    return Number.isNaN(value) ? 0 : value;
}
function membersOf(input) {
    const sizes = new Int32Array(input.clusters);
    for (const cluster of input.assignments)
        sizes[cluster]++;
    const members = Array.from(sizes, (size) => new Int32Array(size));
    sizes.fill(0);
    input.assignments.forEach((cluster, image) => {
        members[cluster][sizes[cluster]++] = image;
    });
    for (const images of members) {
        images.sort((a, b) => certainty(input, b) - certainty(input, a) || a - b);
    }
    return members;
}
//# sourceMappingURL=classes.js.map