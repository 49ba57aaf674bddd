/** Callbacks that most trainings want. */
import { ArgumentError } from "../errors.js";
import type { StateDict } from "../nn/index.js";
import { checkWhole } from "../ops/check.js";
import type { EpochLog } from "./log.js";
import type { Callback, Trainer } from "./trainer.js";

/** Which number a callback watches. */
export interface MonitorOptions {
  /** "loss", or the name of a metric such as "valLoss" or "valAccuracy". Default "valLoss". */
  readonly monitor?: string;
  /** Whether less of it is better. Default: true for names that end in "loss". */
  readonly lowerIsBetter?: boolean;
}

/** Settings of `EarlyStopping`. */
export interface EarlyStoppingOptions extends MonitorOptions {
  /** Epochs without improvement after which training ends. Default 5. */
  readonly patience?: number;
  /** What counts as an improvement. Default 0. */
  readonly minDelta?: number;
}

/** Ends a training that no longer improves. A function of the epochs' history, so that a resumed training stops where the other one did. */
export function earlyStopping({
  patience = 5,
  minDelta = 0,
  ...monitored
}: EarlyStoppingOptions = {}): Callback {
  checkWhole("earlyStopping", "patience", patience, 1);
  const score = scoreOf("earlyStopping", monitored);
  return {
    onEpochEnd(history) {
      let [best, since] = [-Infinity, 0];
      for (const log of history) {
        const value = score(log);
        // A value that is not a number is no improvement.
        since = value > best + minDelta ? 0 : since + 1;
        if (value > best) best = value;
      }
      return since >= patience ? "stop" : undefined;
    },
  };
}

/**
 * Keeps the parameters of the best epoch, and puts them back when training ends. A checkpoint holds them, so that a
 * resumed training ends with the same ones. A metric that is not a number is never the best.
 */
export function bestWeights(monitored: MonitorOptions = {}): Callback {
  const score = scoreOf("bestWeights", monitored);
  let best: { readonly score: number; readonly state: StateDict } | null = null;
  let training: Trainer | null = null;
  return {
    name: "bestWeights",
    onBegin(trainer) {
      // Another training begins without a best one; a training that goes on keeps its own.
      if (training !== trainer) best = null;
      training = trainer;
    },
    state: () => ({ values: best?.score ?? null, tensors: best?.state ?? new Map() }),
    restore({ values, tensors }, { module }) {
      if (typeof values !== "number") return;
      module.checkStateDict(tensors);
      best = { score: values, state: tensors };
    },
    async onEpochEnd(history, { module }) {
      const value = score(history.at(-1)!);
      if (value > (best?.score ?? -Infinity)) best = { score: value, state: await module.stateDict() };
      return undefined;
    },
    onEnd({ module }) {
      if (best) module.loadStateDict(best.state);
      [best, training] = [null, null];
    },
  };
}

/** How good an epoch was: more is better. */
function scoreOf(
  callback: string,
  { monitor = "valLoss", lowerIsBetter = /loss$/i.test(monitor) }: MonitorOptions,
): (log: EpochLog) => number {
  return ({ loss, metrics }) => {
    const value = monitor === "loss" ? loss : metrics[monitor];
    if (value === undefined) {
      throw new ArgumentError(
        `${callback}: there is no metric ${monitor}: use one of ${["loss", ...Object.keys(metrics)].join(", ")}`,
      );
    }
    return lowerIsBetter ? -value : value;
  };
}
