/** Cases of kmeans.ts. */
import { addCases } from "../case.js";
import { kmeansAssign, kmeansDistances, kmeansStep, kmeansUpdate, nearCluster, } from "../kmeans.js";
import { constant, integers } from "../sample.js";
const shapes = [
    { params: { rows: 1, cols: 1, clusters: 1 }, note: "one value, one cluster" },
    { params: { rows: 5, cols: 3, clusters: 5 }, note: "a cluster for each row" },
    { params: { rows: 130, cols: 17, clusters: 16 }, note: "tails of rows and columns" },
    { params: { rows: 257, cols: 65, clusters: 37 }, note: "tails of clusters and column blocks" },
    { params: { rows: 3000, cols: 2, clusters: 3 }, note: "several chunks of rows, few columns" },
    { params: { rows: 2050, cols: 16, clusters: 100 }, note: "many clusters" },
    { params: { rows: 600, cols: 784, clusters: 10 }, note: "handwritten digits" },
];
addCases(kmeansAssign, [
    ...shapes,
    {
        params: { rows: 20, cols: 5, clusters: 40 },
        note: "all centres are one point: the first wins",
        samples: { x: constant(0.3), centers: constant(0.3) },
    },
]);
addCases(kmeansUpdate, [
    ...shapes,
    {
        params: { rows: 300, cols: 9, clusters: 50 },
        note: "empty clusters keep their centres",
        samples: { label: integers(7, 40) },
    },
]);
addCases(kmeansStep, [
    ...shapes,
    {
        params: { rows: 300, cols: 9, clusters: 50 },
        note: "empty clusters keep their centres",
        samples: { x: nearCluster((p, row) => 7 + (row % (p.clusters - 10))) },
    },
    {
        params: { rows: 20, cols: 5, clusters: 40 },
        note: "all centres are one point: the first gets the rows",
        samples: { centers: constant(0.3) },
    },
]);
addCases(kmeansDistances, [
    { params: { rows: 1, cols: 1, points: 1, candidates: 1 }, note: "one value" },
    { params: { rows: 256, cols: 16, points: 256, candidates: 8 }, note: "one block, no tails" },
    { params: { rows: 257, cols: 35, points: 19, candidates: 19 }, note: "a tail of everything" },
    { params: { rows: 700, cols: 3, points: 9, candidates: 5 }, note: "few columns" },
    {
        params: { rows: 300, cols: 784, points: 10, candidates: 4 },
        note: "nothing is closer yet",
        samples: { closest: constant(Number.POSITIVE_INFINITY) },
    },
]);
//# sourceMappingURL=kmeans.js.map