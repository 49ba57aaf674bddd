/** Timing: every contestant of a case takes turns, so that drift of the machine reaches all alike. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Device } from "../device/index.js";
import type { Prepared } from "./case.js";

/** Who does the work: a device, or a peer. */
export interface Contestant {
  readonly name: string;
  /** Its threads may still spin for so long after a turn; the next one waits. Default 15 ms. */
  readonly settleMs?: number;
  /** How often a run does the work. Default 1. */
  readonly timesPerRun?: number;
  /** It has done the work before, so that a first run of seconds is the measurement. */
  readonly onceWhereSlow?: boolean;
  /** Does the work `runs` times back to back, waits for the last, and resolves with milliseconds per run. */
  time(runs: number): Promise<number>;
}

export interface Pace {
  /** Seconds of measurement for each contestant; 0: a few runs, to see that it works. */
  readonly seconds: number;
  /** Turns that these are divided into. */
  readonly rounds: number;
  readonly minSamples: number;
}

export const FULL_PACE: Pace = { seconds: 1, rounds: 10, minSamples: 3 };
/** Beside peers, of which each row has up to ten. */
export const PEER_PACE: Pace = { ...FULL_PACE, seconds: 0.5 };
export const QUICK_PACE: Pace = { seconds: 0, rounds: 1, minSamples: 3 };

/** A sample takes at least this long, so that neither the clock nor the one wait counts. */
const SAMPLE_MS = 5;
const MAX_RUNS = 256;
/** Runs longer than this are not repeated for the sake of `minSamples`. */
const SLOW_MS = 3000;
/** Thread pools spin a little before they sleep. */
const SETTLE_MS = 15;

/** Work on a device as a contestant; the wait for the last run counts. */
export function onDevice(
  name: string,
  device: Device,
  work: Pick<Prepared, "run" | "timesPerRun">,
): Contestant {
  return {
    name,
    timesPerRun: work.timesPerRun,
    async time(runs) {
      const start = performance.now();
      for (let i = 0; i < runs; i++) await work.run();
      await device.sync();
      return (performance.now() - start) / runs;
    },
  };
}

interface Turn {
  readonly contestant: Contestant;
  /** Runs in a sample, samples in a turn. */
  readonly runs: number;
  readonly perTurn: number;
  readonly samples: number[];
  spentMs: number;
  readonly enough: (turn: Turn) => boolean;
}

/** Milliseconds that each contestant takes for the work once, by sample, in the contestants' order. */
export async function measure(contestants: readonly Contestant[], pace: Pace): Promise<number[][]> {
  const turns: Turn[] = [];
  for (const contestant of contestants) turns.push(await warmUp(contestant, pace));
  let waiting = turns;
  while (waiting.length > 0) {
    for (const turn of waiting) {
      const start = performance.now();
      for (let i = 0; i < turn.perTurn; i++) turn.samples.push(await turn.contestant.time(turn.runs));
      turn.spentMs += performance.now() - start;
      if (contestants.length > 1) await sleep(turn.contestant.settleMs ?? SETTLE_MS);
    }
    waiting = waiting.filter((turn) => !turn.enough(turn));
  }
  return turns.map(({ contestant: { timesPerRun = 1 }, samples }) => samples.map((ms) => ms / timesPerRun));
}

/** Runs until compilation, caches and allocation are behind it, and sizes the turns. */
async function warmUp(contestant: Contestant, pace: Pace): Promise<Turn> {
  const { seconds, rounds, minSamples } = pace;
  const budget = seconds * 1000;
  const start = performance.now();
  let ms = await contestant.time(1);
  if (contestant.onceWhereSlow && ms > SLOW_MS) {
    return { contestant, runs: 1, perTurn: 0, samples: [ms], spentMs: ms, enough: () => true };
  }
  while (performance.now() - start < Math.min(budget, 1000) / 5) ms = await contestant.time(1);
  const runs = runsPerSample(ms, pace);
  // Again in the size of a sample: back to back, runs may allocate more.
  if (runs > 1) ms = await contestant.time(runs);
  const perTurn = clamp(Math.floor(budget / rounds / (ms * runs)), 1, 50);
  const least = ms > SLOW_MS ? 1 : minSamples;
  const enough = (turn: Turn) => turn.spentMs >= budget && turn.samples.length >= least;
  return { contestant, runs, perTurn, samples: [], spentMs: 0, enough };
}

/** Back to back, where one run takes `ms`. */
export function runsPerSample(ms: number, { seconds }: Pace): number {
  return seconds === 0 ? 1 : clamp(Math.ceil(SAMPLE_MS / ms), 1, MAX_RUNS);
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
