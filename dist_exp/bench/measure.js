/** Timing: every contestant of a case takes turns, so that drift of the machine reaches all alike. */
import { setTimeout as sleep } from "node:timers/promises";
export const FULL_PACE = { seconds: 1, rounds: 10, minSamples: 3 };
/** Beside peers, of which each row has up to ten. */
export const PEER_PACE = { ...FULL_PACE, seconds: 0.5 };
export const QUICK_PACE = { seconds: 0, rounds: 1, minSamples: 3 };
/** A sample takes at least this long, so that neither the clock nor the one wait counts. */
const SAMPLE_MS = 5;
const MAX_RUNS = 256;
/** Runs longer than this are not repeated for the sake of `minSamples`. */
const SLOW_MS = 3000;
/** Thread pools spin a little before they sleep. */
const SETTLE_MS = 15;
/** Work on a device as a contestant; the wait for the last run counts. */
export function onDevice(name, device, work) {
    return {
        name,
        timesPerRun: work.timesPerRun,
        async time(runs) {
            const start = performance.now();
            for (let i = 0; i < runs; i++)
                await work.run();
            await device.sync();
            return (performance.now() - start) / runs;
        },
    };
}
/** Milliseconds that each contestant takes for the work once, by sample, in the contestants' order. */
export async function measure(contestants, pace) {
    const turns = [];
    for (const contestant of contestants)
        turns.push(await warmUp(contestant, pace));
    let waiting = turns;
    while (waiting.length > 0) {
        for (const turn of waiting) {
            const start = performance.now();
            for (let i = 0; i < turn.perTurn; i++)
                turn.samples.push(await turn.contestant.time(turn.runs));
            turn.spentMs += performance.now() - start;
            if (contestants.length > 1)
                await sleep(turn.contestant.settleMs ?? SETTLE_MS);
        }
        waiting = waiting.filter((turn) => !turn.enough(turn));
    }
    return turns.map(({ contestant: { timesPerRun = 1 }, samples }) => samples.map((ms) => ms / timesPerRun));
}
/** Runs until compilation, caches and allocation are behind it, and sizes the turns. */
async function warmUp(contestant, pace) {
    const { seconds, rounds, minSamples } = pace;
    const budget = seconds * 1000;
    const start = performance.now();
    let ms = await contestant.time(1);
    if (contestant.onceWhereSlow && ms > SLOW_MS) {
        return { contestant, runs: 1, perTurn: 0, samples: [ms], spentMs: ms, enough: () => true };
    }
    while (performance.now() - start < Math.min(budget, 1000) / 5)
        ms = await contestant.time(1);
    const runs = runsPerSample(ms, pace);
    // Again in the size of a sample: back to back, runs may allocate more.
    if (runs > 1)
        ms = await contestant.time(runs);
    const perTurn = clamp(Math.floor(budget / rounds / (ms * runs)), 1, 50);
    const least = ms > SLOW_MS ? 1 : minSamples;
    const enough = (turn) => turn.spentMs >= budget && turn.samples.length >= least;
    return { contestant, runs, perTurn, samples: [], spentMs: 0, enough };
}
/** Back to back, where one run takes `ms`. */
export function runsPerSample(ms, { seconds }) {
    return seconds === 0 ? 1 : clamp(Math.ceil(SAMPLE_MS / ms), 1, MAX_RUNS);
}
function clamp(value, low, high) {
    return Math.min(high, Math.max(low, value));
}
//# sourceMappingURL=measure.js.map