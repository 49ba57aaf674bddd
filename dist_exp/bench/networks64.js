import { conv2d64, linear64, pool64, recurrent64, reNet64 } from "./layers64.js";
/** The weights of a part, by their names within it. */
const within = (weight, path) => (name) => weight(`${path}.${name}`);
const dense = (x, weight, path) => linear64(x, weight(`${path}.weight`), weight(`${path}.bias`));
const relu = (x) => x.map((value) => Math.max(0, value));
/** Units of a recurrent layer with `gates` gates. */
const unitsOf = (weight, gates) => weight("bias_ih_l0").length / gates;
/** Convolutions with ReLU and 2 x 2 maxima: the map, and its number of rows. */
function stem(image, weight, shape, outputs) {
    let [, height, width, channels] = shape;
    let map = image;
    outputs.forEach((count, i) => {
        const c = { height, width, channels, outputs: count, kernel: 3, stride: 1, padding: 1 };
        const window = { height, width, channels: count, kernel: 2, stride: 2, padding: 0 };
        map = relu(conv2d64(map, within(weight, `stem.conv.${i}`), c));
        map = pool64(map, window, (values) => Math.max(...values));
        [height, width, channels] = [Math.floor(height / 2), Math.floor(width / 2), count];
    });
    return { map, rows: height };
}
/** The state of an LSTM after the last row, beside that of the other direction after the first. */
function lastState(x, weight, steps, bidirectional) {
    const hidden = unitsOf(weight, 4);
    const y = recurrent64("lstm", x, weight, { steps, hidden, bidirectional });
    if (!bidirectional)
        return y.subarray(-hidden);
    return Float64Array.from([...y.subarray(-2 * hidden, -hidden), ...y.subarray(hidden, 2 * hidden)]);
}
/** By the networks' names. */
export const logits64 = {
    rowLstm: (image, weight, [, rows]) => dense(lastState(image, within(weight, "lstm"), rows, false), weight, "head"),
    biRnn: (image, weight, [, rows]) => dense(lastState(image, within(weight, "recurrent"), rows, true), weight, "head"),
    cnnRnn(image, weight, shape) {
        const { map, rows } = stem(image, weight, shape, [32, 64, 64]);
        const state = lastState(map, within(weight, "recurrent"), rows, false);
        return dense(relu(dense(state, weight, "dense")), weight, "head");
    },
    attentionRnn(image, weight, shape) {
        const { map, rows } = stem(image, weight, shape, [32, 64]);
        const gru = within(weight, "gru");
        const hidden = unitsOf(gru, 3);
        const y = recurrent64("gru", map, gru, { steps: rows, hidden, bidirectional: true });
        const [projection, score] = [weight("attention.projection.weight"), weight("attention.score.weight")];
        const projected = linear64(y, projection, new Float64Array(score.length)).map(Math.tanh);
        const weights = linear64(projected, score, [0]).map(Math.exp);
        const total = weights.reduce((sum, value) => sum + value, 0);
        const pooled = new Float64Array(2 * hidden);
        y.forEach((value, i) => {
            pooled[i % pooled.length] += (weights[Math.floor(i / pooled.length)] / total) * value;
        });
        return dense(pooled, weight, "head");
    },
    reNet(image, weight, shape) {
        let [, height, width, channels] = shape;
        let map = image;
        for (const layer of [0, 1]) {
            const own = within(weight, `layers.${layer}`);
            const hidden = unitsOf(within(own, "vertical"), 3);
            map = reNet64(map, own, { height, width, channels, patch: 2, hidden });
            [height, width, channels] = [height / 2, width / 2, 2 * hidden];
        }
        return dense(relu(dense(map, weight, "dense")), weight, "head");
    },
};
//# sourceMappingURL=networks64.js.map