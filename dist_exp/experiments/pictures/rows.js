/** The rows that are kept, and the table made of them. */
import { mean } from "../articles/table.js";
import { KeptRows, tableLine as line, machinesOf } from "../kept_rows.js";
import { COLUMNS } from "./columns.js";
/** Those of pictures.json in the folder, where it exists. */
export const openRows = (folder) => KeptRows.open(folder, "pictures", markdown);
const SCORES = [
    { score: "nmi", title: "NMI", format: (values) => mean(values).toFixed(3) },
    { score: "accuracy", title: "Accuracy", format: (values) => mean(values).toFixed(3) },
    { score: "seconds", title: "Seconds", format: (values) => mean(values).toPrecision(2) },
];
/** A table for each score: a row for each set, a column for each method; means over the seeds. */
export function markdown(rows) {
    const sets = [...new Set(rows.map(({ set }) => set))];
    const columns = COLUMNS.filter(({ name }) => rows.some(({ column }) => column === name));
    const machines = machinesOf(rows);
    const tables = SCORES.map(({ score, title, format }) => {
        const head = [
            "set",
            "pictures",
            "classes",
            ...columns.map((column) => column.title),
            ...(score === "nmi" ? ["best of scikit-learn"] : []),
        ];
        const body = sets.map((set) => {
            const own = rows.filter((row) => row.set === set);
            const values = (column) => own.filter((row) => row.column === column.name).map((row) => row[score]);
            const cells = columns.map((column) => (values(column).length > 0 ? format(values(column)) : ""));
            const peers = columns.filter(({ peer }) => peer).map((column) => mean(values(column)));
            const best = score === "nmi" ? [Math.max(...peers.filter(Number.isFinite)).toFixed(3)] : [];
            return line([set, own[0].count.toLocaleString("en"), String(own[0].classes), ...cells, ...best]);
        });
        return [`## ${title}`, "", line(head), line(head.map(() => "---")), ...body, ""].join("\n");
    });
    const seeds = [...new Set(rows.map(({ seed }) => seed))].sort((a, b) => a - b);
    return `${["# Pictures: Skein beside scikit-learn", "", ...about(seeds, machines), "", ...tables].join("\n")}`;
}
function about(seeds, machines) {
    return [
        `- Written by \`npm run experiment:pictures\`. Sets: \`npm run data:pictures\`, whose README names what is in them. ` +
            `Means over those of the seeds ${seeds.join(", ")} that pictures.json has; Ward draws no random numbers and is run once. Empty cells were not run; the best is of those that were.`,
        "- scikit-learn and scikit-image get the number of classes and the pixels that Skein reads, scaled to 32 x 32 where " +
            "the pictures are at most 32 pixels high, else to 64 x 64. k-means: ten starts. PCA: 50 components, 20 for the " +
            "mixture (full covariances, three starts). HOG: 9 bins, cells of 8 x 8, blocks of 3 x 3 cells (the defaults). Spectral: 10 nearest " +
            "neighbours. t-SNE: two dimensions, perplexity 30, from 50 principal components. Other settings: the defaults.",
        "- Seconds of scikit-learn include features, not Python's start and decoding; those of Skein are of the whole command. " +
            "A load average above the number of processors says that other programs ran, too, and seconds are too many.",
        `- Machines: ${machines.join("; ")}.`,
    ];
}
//# sourceMappingURL=rows.js.map