const sigmoid = (x) => 1 / (1 + Math.exp(-x));
/** h' = f(a + u), where the slope of f follows from its value. */
const elman = (f, slope) => ({
    forward: (a, u, _before, gates) => {
        gates[0] = f(a(0) + u(0));
        return { h: gates[0], c: 0 };
    },
    backward: ([h], _before, d) => {
        const dz = [d.h * slope(h)];
        return { a: dz, u: dz, h: 0, c: 0 };
    },
});
const lstm = {
    forward: (a, u, { c }, gates) => {
        for (const gate of [0, 1, 3])
            gates[gate] = sigmoid(a(gate) + u(gate));
        gates[2] = Math.tanh(a(2) + u(2));
        const [i, f, g, o] = gates;
        const next = f * c + i * g;
        return { h: o * Math.tanh(next), c: next };
    },
    backward: (gates, { c }, d) => {
        const [i, f, g, o] = gates;
        const squashed = Math.tanh(f * c + i * g);
        const dc = d.c + d.h * o * (1 - squashed ** 2);
        const dz = [
            dc * g * i * (1 - i),
            dc * c * f * (1 - f),
            dc * i * (1 - g ** 2),
            d.h * squashed * o * (1 - o),
        ];
        return { a: dz, u: dz, h: 0, c: dc * f };
    },
};
const gru = {
    forward: (a, u, { h }, gates) => {
        gates[0] = sigmoid(a(0) + u(0));
        gates[1] = sigmoid(a(1) + u(1));
        gates[2] = Math.tanh(a(2) + gates[0] * u(2));
        const [, z, n] = gates;
        return { h: (1 - z) * n + z * h, c: 0 };
    },
    backward: (gates, { h }, d, scaled) => {
        const [r, z, n] = gates;
        const dn = d.h * (1 - z) * (1 - n ** 2);
        const dz = d.h * (h - n) * z * (1 - z);
        const dr = dn * scaled * r * (1 - r);
        return { a: [dr, dz, dn], u: [dr, dz, dn * r], h: d.h * z, c: 0 };
    },
};
/** By the name of the cell; `rnn` with tanh. */
export const cellSteps = {
    rnn: elman(Math.tanh, (h) => 1 - h ** 2),
    lstm,
    gru,
};
/** The simple RNN with max(0, x). */
export const reluStep = elman((x) => Math.max(0, x), (h) => (h > 0 ? 1 : 0));
//# sourceMappingURL=cell_steps.js.map