/** Cases of umap.ts. */
import { addCases } from "../case.js";
import { normal } from "../sample.js";
import { umapStep } from "../umap.js";
/** Curve parameters are those of minimum distance 0.1. */
const curve = { a: 1.577, b: 0.895 };
addCases(umapStep, [
    {
        params: {
            rows: 1,
            others: 1,
            edges: 1,
            components: 1,
            epoch: 0,
            negatives: 0,
            seed: 0,
            ...curve,
            rate: 1,
            pull: 1,
        },
        note: "one row",
    },
    {
        params: {
            rows: 300,
            others: 300,
            edges: 5000,
            components: 2,
            epoch: 3,
            negatives: 5,
            seed: 7,
            ...curve,
            rate: 0.5,
            pull: 2,
        },
        note: "two components, several tasks",
    },
    {
        params: {
            rows: 5,
            others: 90,
            edges: 400,
            components: 3,
            epoch: 499,
            negatives: 5,
            seed: 1,
            a: 0.58,
            b: 1.33,
            rate: 0.01,
            pull: 1,
        },
        note: "rows of many edges among others that stay",
    },
    {
        params: {
            rows: 33,
            others: 40,
            edges: 200,
            components: 16,
            epoch: 2,
            negatives: 1,
            seed: 0xdeadbeef,
            ...curve,
            rate: 1,
            pull: 2,
        },
        note: "as many components as there may be",
        samples: { y: normal(0, 3), z: normal(0, 3) },
    },
    {
        params: {
            rows: 20,
            others: 10,
            edges: 60,
            components: 2,
            epoch: 1,
            negatives: 5,
            seed: 2,
            ...curve,
            rate: 1,
            pull: 1,
        },
        note: "rows that coincide do not move each other",
        samples: { y: () => 1, z: () => 1 },
    },
]);
//# sourceMappingURL=umap.js.map