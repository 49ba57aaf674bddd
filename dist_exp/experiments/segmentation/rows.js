/** The rows that are kept, and the tables made of them. */
import { mean } from "../articles/table.js";
import { KeptRows, tableLine as line, machinesOf } from "../kept_rows.js";
import { COLUMNS, isBuilt, MARGIN } from "./columns.js";
/** Those of segmentation.json in the folder, where it exists. */
export const openRows = (folder) => KeptRows.open(folder, "segmentation", markdown);
const fixed = (values) => mean(values).toFixed(3);
const TABLES = [
    { table: "masks", figure: "iou", title: "IoU of the foreground, mean over pictures", format: fixed },
    { table: "masks", figure: "boundaryF1", title: "Boundary F1 of the foreground", format: fixed },
    {
        ...{ table: "masks", figure: "segmenting", title: "Seconds a picture" },
        format: (values, count) => (mean(values) / count).toPrecision(2),
    },
    {
        ...{ table: "masks", figure: "training", title: "Seconds of training" },
        format: (values) => mean(values).toFixed(0),
    },
    { table: "classes", figure: "nmi", title: "NMI of the classes", format: fixed },
    { table: "classes", figure: "accuracy", title: "Accuracy of the classes", format: fixed },
];
/** A table for each figure: a row for each set, a column for each way; means over the seeds. */
export function markdown(rows) {
    const sets = [...new Set(rows.map(({ set, count }) => `${set} ${count}`))];
    const tables = TABLES.map(({ table, figure, title, format }) => {
        const columns = COLUMNS.filter((column) => column.table === table);
        const body = sets.flatMap((key) => {
            const own = rows.filter(({ set, count }) => `${set} ${count}` === key);
            const cell = (column) => {
                const values = own.filter((row) => row.column === column.name).map((row) => row.figures[figure]);
                if (values.length > 0)
                    return format(values, own[0].count);
                return isBuilt(column) ? "" : "not built";
            };
            if (!own.some(({ column }) => columns.some(({ name }) => name === column)))
                return [];
            return [line([own[0].set, own[0].count.toLocaleString("en"), ...columns.map(cell)])];
        });
        if (body.length === 0)
            return "";
        const head = ["set", "pictures", ...columns.map((column) => column.title)];
        return [`## ${title}`, "", line(head), line(head.map(() => "---")), ...body, ""].join("\n");
    });
    const seeds = [...new Set(rows.map(({ seed }) => seed))].sort((a, b) => a - b);
    const head = ["# Masks without labels: Skein beside GrabCut", "", ...about(seeds, machinesOf(rows)), ""];
    return [...head, ...tables.filter((text) => text !== "")].join("\n");
}
function about(seeds, machines) {
    return [
        "- Written by `npm run experiment:segmentation`. Sets: `npm run data:sprites`, whose README names what is in them. No way " +
            `looks at a label or a true mask. Means over those of the seeds ${seeds.join(", ")} that segmentation.json has. Empty cells were not run.`,
        `- GrabCut is told a box in the middle, ${100 * MARGIN} % of each side away from the border, and runs five iterations ` +
            "(`cv2.grabCut`, OpenCV 4.10). The other ways are told nothing. Skein's methods run with their defaults.",
        "- Boundary F1 allows 0.75 % of the diagonal between two boundaries (`segmentationScores`).",
        "- Classes: `skein cluster` on the pictures, and `skein segment --cluster` on what was cut out, both with the true number of " +
            "classes and at 64 x 64.",
        "- A load average above the number of processors says that other programs ran, too, and seconds are too many.",
        `- Machines: ${machines.join("; ")}.`,
    ];
}
//# sourceMappingURL=rows.js.map