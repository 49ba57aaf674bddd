/** `skein models`: the named networks, their parameters, what an image costs, and the memory of a training. */
import { SkeinError } from "../errors.js";
import { count } from "../format.js";
import { buildNetwork, networks } from "../models/index.js";
import { summarize } from "../nn/index.js";
import { EXIT } from "./exit_codes.js";
import { table } from "./table.js";
const SIDE = 28;
/** `skein train`'s own. */
const BATCH = 32;
/** Adam, the optimizer of `skein train`, keeps two moments for each parameter. */
const MOMENTS = 2;
const FLOAT_BYTES = 4;
/** For networks that refuse images of the first side. */
const LARGE_SIDE = 224;
export async function models({ size, channels = 1, classes = 10, batch = BATCH, json }, out) {
    const rows = networks().map(({ name, about }) => {
        const sizes = size ? [size] : [SIDE, LARGE_SIDE].map((side) => ({ height: side, width: side }));
        let refusal = "";
        for (const { height, width } of sizes) {
            try {
                const network = buildNetwork(name, { height, width, channels }, classes);
                const summary = summarize(network, [batch, height, width, channels]);
                return {
                    name,
                    about,
                    height,
                    width,
                    channels,
                    parameters: summary.trained,
                    flops: summary.flopsPerExample,
                    memory: trainingMemory(summary, batch),
                };
            }
            catch (error) {
                if (!(error instanceof SkeinError))
                    throw error;
                refusal = error.message;
            }
        }
        return { name, about, refusal };
    });
    if (json) {
        await out.data(`${JSON.stringify({ networks: rows })}\n`);
        return EXIT.success;
    }
    const text = table(["<network", "<images", "parameters", "MFLOP an image", `MB at batch ${count(batch)}`, "<about"], rows.map((row) => "refusal" in row
        ? [row.name, "-", "-", "-", "-", row.refusal]
        : [
            row.name,
            `${row.height} x ${row.width} x ${row.channels}`,
            count(row.parameters),
            (row.flops / 1e6).toFixed(1),
            (row.memory.total / 1e6).toFixed(1),
            row.about,
        ]));
    await out.result(text);
    return EXIT.success;
}
/** Bytes that training takes on the device: what stays, and the most that a step has beside it. */
function trainingMemory({ parameterBytes, trained, trainingBytes }, batch) {
    const gradients = trained * FLOAT_BYTES;
    const optimizer = MOMENTS * gradients;
    const total = parameterBytes + gradients + optimizer + trainingBytes;
    return { batch, parameters: parameterBytes, gradients, optimizer, activations: trainingBytes, total };
}
//# sourceMappingURL=models.js.map