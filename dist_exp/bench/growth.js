import { showSizes } from "./case.js";
import { onDevice } from "./measure.js";
import { logLogSlope, summarize } from "./statistics.js";
/** Of a row's measurement: a turn of one size, and the time of all turns by the number of sizes. */
export const TURN = 0.2;
const ALL_TURNS = 2;
/** Every size has a turn in each round. */
const LEAST_ROUNDS = 3;
/**
 * Times one family at all sizes of its series, round by round, so that drift of the machine reaches all alike. A
 * sample is a turn: runs back to back and one wait, so that what is done once counts as little for small sizes as
 * for large ones.
 * @returns null where the signal came first.
 * @throws what preparing or running does, with the size it happened at before it.
 */
export async function measureGrowth(family, { by, shapes }, device, { seconds, signal }) {
    const prepared = [];
    const errors = [];
    const turnMs = 1000 * TURN * seconds;
    const at = async (sizes, work) => {
        try {
            return await work();
        }
        catch (error) {
            throw new Error(`${by}=${sizes[by]}: ${error instanceof Error ? error.message : error}`, {
                cause: error,
            });
        }
    };
    try {
        const points = [];
        for (const sizes of shapes) {
            if (signal?.aborted)
                return null;
            const point = await at(sizes, async () => {
                const bench = family.make(sizes);
                const each = await bench.prepare(device, await bench.inputs(device));
                prepared.push(each);
                const error = await each.check?.();
                if (error !== undefined)
                    errors.push(error);
                const { time, timesPerRun = 1 } = onDevice(showSizes(sizes), device, each);
                await time(1);
                return {
                    sizes,
                    time,
                    timesPerRun,
                    runs: Math.max(1, Math.round(turnMs / (await time(1)))),
                    samples: [],
                };
            });
            points.push(point);
        }
        const start = performance.now();
        const enough = () => performance.now() - start >= 1000 * ALL_TURNS * seconds * shapes.length;
        for (let round = 0; round < LEAST_ROUNDS || !enough(); round++) {
            for (const { sizes, time, timesPerRun, runs, samples } of points) {
                if (signal?.aborted)
                    return null;
                samples.push((await at(sizes, () => time(runs))) / timesPerRun);
            }
        }
        return {
            device: device.info.kind,
            work: family.work,
            by,
            others: without(shapes[0], by),
            points: points.map(({ sizes, samples }) => ({ size: sizes[by], time: summarize(samples) })),
            maxError: errors.length > 0 ? Math.max(...errors) : null,
        };
    }
    finally {
        for (const each of prepared)
            each.release();
        device.trim();
    }
}
export function without(sizes, name) {
    const { [name]: _, ...rest } = sizes;
    return rest;
}
/**
 * Of the line through (log size, log time): 1 where time grows as the size does. By the medians, or by the first
 * quartiles, to which others on the machine added less.
 */
export function growthSlope({ points }, time = "median") {
    return logLogSlope(points.map(({ size, time: of }) => [size, of[time]]));
}
/** The points as rows, for who compares runs. */
export function growthRows(all) {
    return all.flatMap(({ device, work, by, others, points }) => points.map(({ size, time }) => ({ device, work, sizes: { ...others, [by]: size }, time })));
}
//# sourceMappingURL=growth.js.map