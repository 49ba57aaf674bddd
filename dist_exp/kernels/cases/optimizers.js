/** Cases of optimizers.ts. */
import { addCases } from "../case.js";
import { adam, clipGradient, lerp, rmsprop, sgd } from "../optimizers.js";
const adamCase = (count, t, weight_decay = 0) => ({
    count,
    lr: 2e-3,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
    weight_decay,
    bias_correction1: 1 - 0.9 ** t,
    bias_correction2: 1 - 0.999 ** t,
});
addCases(adam, [
    { params: adamCase(1, 1), note: "one parameter, first step" },
    { params: adamCase(103, 5, 0.01), note: "a tail in every vector width, weight decay" },
    { params: adamCase(40_000, 1000), note: "several tasks, corrections near one" },
]);
addCases(sgd, [
    { params: { count: 1, lr: 0.1, momentum: 0, weight_decay: 0, nesterov: 0 }, note: "plain descent" },
    {
        params: { count: 103, lr: 0.1, momentum: 0.9, weight_decay: 0.01, nesterov: 0 },
        note: "momentum and decay",
    },
    { params: { count: 40_000, lr: 0.1, momentum: 0.9, weight_decay: 0.01, nesterov: 1 }, note: "nesterov" },
]);
addCases(rmsprop, [
    {
        params: { count: 1, lr: 0.01, alpha: 0.99, epsilon: 1e-8, momentum: 0, weight_decay: 0 },
        note: "one parameter",
    },
    {
        params: { count: 103, lr: 0.01, alpha: 0.9, epsilon: 1e-3, momentum: 0.9, weight_decay: 0.01 },
        note: "a tail in every vector width, momentum and decay",
    },
    {
        params: { count: 103, lr: 0.01, alpha: 0.99, epsilon: 1e-8, momentum: 0, weight_decay: 0 },
        note: "no gradient ever: nothing moves",
        samples: { grad: () => 0, square: () => 0 },
    },
    {
        params: { count: 40_000, lr: 0.01, alpha: 0.99, epsilon: 1e-8, momentum: 0.5, weight_decay: 0 },
        note: "several tasks",
    },
]);
addCases(lerp, [
    { params: { count: 1, weight: 1 }, note: "one element, all the way" },
    { params: { count: 103, weight: 0.001 }, note: "a tail in every vector width" },
    { params: { count: 40_000, weight: 0.3 }, note: "several tasks" },
]);
addCases(clipGradient, [
    { params: { count: 103, max_norm: 2.5 }, note: "longer than allowed" },
    { params: { count: 103, max_norm: 11 }, note: "short enough: unchanged" },
    {
        params: { count: 5, max_norm: 1 },
        note: "a norm that is not a number spreads",
        samples: { sum_of_squares: () => Number.NaN },
    },
]);
//# sourceMappingURL=optimizers.js.map