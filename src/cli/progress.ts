/** Progress on stderr: a bar on a terminal, lines elsewhere, nothing where quiet was asked for. */
import { SingleBar } from "cli-progress";
import type { TrainingProgress } from "../models/index.js";
import { count, duration } from "./format.js";
import type { Output } from "./output.js";

const BAR = {
  barCompleteChar: "█",
  barIncompleteChar: "░",
  barsize: 24,
  hideCursor: true,
  gracefulExit: false,
};

interface Bar {
  update(done: number, total: number, payload?: Record<string, string>): void;
  stop(): void;
}

/** A bar that appears with its first update and is cleared by `stop` or an abort. */
function openBar(format: string, signal: AbortSignal, { clear }: { clear: boolean }): Bar {
  const bar = new SingleBar({ ...BAR, format, clearOnComplete: clear, stream: process.stderr });
  let state: "new" | "running" | "stopped" = "new";
  const stop = () => {
    if (state === "running") bar.stop();
    state = "stopped";
  };
  signal.addEventListener("abort", stop, { once: true });
  return {
    update(done, total, payload = {}) {
      if (state === "new") {
        bar.start(total, done, payload);
        state = "running";
      } else if (state === "running") {
        bar.update(done, payload);
      }
    },
    stop,
  };
}

/** Counts files, images or cases as they are done. */
export interface CountProgress {
  update(done: number, total: number): void;
  stop(): void;
}

/** A bar such as "reading ███░░░ 1,204 of 5,000 images"; no lines where there is no terminal. */
export function countProgress(out: Output, signal: AbortSignal, verb: string, noun: string): CountProgress {
  if (!out.interactive) return { update: () => {}, stop: () => {} };
  const bar = openBar(`${verb} {bar} {done} of {all} ${noun}s`, signal, { clear: true });
  return {
    update: (done, total) => bar.update(done, total, { done: count(done), all: count(total) }),
    stop: () => bar.stop(),
  };
}

export interface TrainingView {
  update(progress: TrainingProgress): void;
  stop(): void;
}

/** Epoch, step, loss, speed and time left, of `epochs` epochs and `steps` steps. */
export function trainingProgress(
  out: Output,
  signal: AbortSignal,
  { epochs, steps }: Pick<TrainingProgress, "epochs" | "steps">,
): TrainingView {
  if (out.quiet) return { update: () => {}, stop: () => {} };
  if (!out.interactive) return { update: (progress) => endOfEpoch(out, progress), stop: () => {} };
  const format =
    "training {bar} epoch {epoch}/{epochs} | step {value}/{total} | loss {loss} | {rate} images/s | {left} left";
  const bar = openBar(format, signal, { clear: false });
  // The first figures come after some steps, which take a while on a slow device.
  bar.update(0, steps, { epoch: "1", epochs: String(epochs), loss: "-", rate: "-", left: "-" });
  return {
    update({ epoch, step, loss, imagesPerSecond, secondsLeft }) {
      bar.update(step, steps, {
        epoch: String(epoch),
        epochs: String(epochs),
        loss: loss.toFixed(3),
        rate: count(imagesPerSecond),
        left: duration(secondsLeft),
      });
    },
    stop: () => bar.stop(),
  };
}

/** A log gets at most about this many lines. */
const LOG_LINES = 50;

function endOfEpoch(out: Output, { epoch, epochs, step, steps, ...now }: TrainingProgress): void {
  if ((step * epochs) % steps !== 0) return;
  if (epoch % Math.ceil(epochs / LOG_LINES) !== 0 && epoch !== epochs) return;
  out.note(
    `epoch ${epoch}/${epochs}, step ${step}/${steps}: loss ${now.loss.toFixed(3)}, ` +
      `${count(now.imagesPerSecond)} images/s, ${duration(now.secondsLeft)} left`,
  );
}
