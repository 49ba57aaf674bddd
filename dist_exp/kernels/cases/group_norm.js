/** Cases of group_norm.ts. */
import { addCases } from "../case.js";
import { groupNormBackward, groupNormForward } from "../group_norm.js";
import { normal } from "../sample.js";
const shapes = [
    { batch: 1, positions: 1, channels: 1, groups: 1, note: "one element: variance zero" },
    { batch: 2, positions: 3, channels: 6, groups: 3, note: "groups shorter than a vector" },
    { batch: 3, positions: 70, channels: 37, groups: 37, note: "instance norm, a tail in every vector width" },
    { batch: 5, positions: 33, channels: 37, groups: 1, note: "one group, one position past the block" },
    { batch: 2, positions: 1500, channels: 8, groups: 2, note: "many positions, several tasks" },
    { batch: 40, positions: 1, channels: 96, groups: 4, note: "features without positions" },
    { batch: 4, positions: 49, channels: 512, groups: 32, note: "a deep layer of a network" },
];
addCases(groupNormForward, [
    ...shapes.map(({ note, ...p }) => ({ params: { ...p, epsilon: 1e-5 }, note })),
    {
        params: { batch: 2, positions: 300, channels: 20, groups: 5, epsilon: 1e-5 },
        note: "mean far from zero: E[x^2] - E[x]^2 would lose the variance",
        samples: { x: normal(100, 1) },
    },
    {
        params: { batch: 1, positions: 40, channels: 20, groups: 2, epsilon: 1e-5 },
        note: "channels of a group far apart",
        samples: { x: (random, p, i) => 3 * (i % p.channels) + random.normal() },
    },
]);
addCases(groupNormBackward, shapes.map(({ note, ...params }) => ({ params, note })));
//# sourceMappingURL=group_norm.js.map