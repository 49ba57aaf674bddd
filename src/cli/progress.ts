/** Progress on stderr: a bar on a terminal, lines elsewhere, nothing where quiet was asked for. */
import { SingleBar } from "cli-progress";
import { clock, count, counted } from "../format.js";
import type { TrainingProgress } from "../train/index.js";
import type { Output } from "./output.js";

const BAR = {
  barCompleteChar: "█",
  barIncompleteChar: "░",
  barsize: 24,
  hideCursor: true,
  gracefulExit: false,
};

/** Writes the line of a bar that is at `share` of its way, from what was last handed to `update`. */
type Formatter = (options: unknown, bar: { progress: number }, payload: Record<string, string>) => string;

interface Bar {
  update(done: number, total: number, payload?: Record<string, string>): void;
  stop(): void;
}

/** A bar that appears with its first update and is cleared by `stop` or an abort. */
function openBar(format: string | Formatter, signal: AbortSignal, { clear }: { clear: boolean }): Bar {
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
        bar.setTotal(total);
        bar.update(done, payload);
      }
    },
    stop,
  };
}

/** Counts files, images or cases as they are done. */
export interface CountProgress {
  /**
   * @param total where it is known
   * @param doing what is done to them, where it is something else than the verb.
   */
  update(done: number, total: number | undefined, doing?: string): void;
  stop(): void;
}

/** Seconds before the first line where there is no terminal: nobody is to take long work for one that hangs. */
const FIRST_LINE_AFTER = 10;
/** Later lines come after this share of the time up to then, so that a log has some dozens of them at most... */
const SPACING = 0.25;
/** ... and after these seconds at the latest. */
const LINE_EVERY_AT_MOST = 600;

/** Repeats what is being done, also before anything is counted: finding files may take long. */
function openLines(out: Output, text: () => string, first = FIRST_LINE_AFTER * 1000): { stop(): void } {
  const begin = performance.now();
  let timer: NodeJS.Timeout;
  const next = (wait: number) => {
    timer = setTimeout(() => {
      out.note(text());
      const spacing = SPACING * (performance.now() - begin);
      next(Math.min(Math.max(first, spacing), LINE_EVERY_AT_MOST * 1000));
    }, wait);
    timer.unref();
  };
  next(first);
  return { stop: () => clearTimeout(timer) };
}

/** A bar such as "reading ███░░░ 1,204 of 5,000 images"; where there is no terminal, now and then a line. */
export function countProgress(
  out: Output,
  signal: AbortSignal,
  verb: string,
  noun: string,
  every?: number,
): CountProgress {
  const soFar = (doing: string, done: string) => `${doing}: ${done} ${noun}s so far`;
  if (!out.interactive) {
    let text = `${verb} ...`;
    const lines = openLines(out, () => text, every);
    signal.addEventListener("abort", lines.stop, { once: true });
    const update: CountProgress["update"] = (done, total, doing = verb) => {
      text =
        total === undefined
          ? soFar(doing, count(done))
          : `${doing}: ${count(done)} of ${counted(total, noun)}`;
    };
    return { update, stop: lines.stop };
  }
  const format: Formatter = (_, { progress }, { doing, done, all }) =>
    all === "" ? soFar(doing!, done!) : `${doing} ${barText(progress)} ${done} of ${all} ${noun}s`;
  const bar = openBar(format, signal, { clear: true });
  return {
    update(done, total, doing = verb) {
      const all = total === undefined ? "" : count(total);
      bar.update(done, total ?? done, { doing, done: count(done), all });
    },
    stop: () => bar.stop(),
  };
}

/** Counts images while folders are searched, of which nobody knows how many there are: "finding images: 12,345 so far". */
export function findingProgress(out: Output, signal: AbortSignal) {
  let found = 0;
  const text = () => `finding images: ${count(found)} so far`;
  const update = (images: number) => {
    found = images;
  };
  if (!out.interactive) {
    const { stop } = openLines(out, text);
    return { update, stop };
  }
  const bar = openBar(text, signal, { clear: true });
  return {
    update: (images: number) => {
      update(images);
      bar.update(images, images);
    },
    stop: bar.stop,
  };
}

export interface TrainingView {
  update(progress: TrainingProgress): void;
  stop(): void;
}

/** Epoch, step, loss, speed and time left; of `epochs` epochs and `steps` steps before the first is known. */
export function trainingProgress(
  out: Output,
  signal: AbortSignal,
  { epochs, steps }: Pick<TrainingProgress, "epochs" | "steps">,
): TrainingView {
  if (out.quiet) return { update: () => {}, stop: () => {} };
  if (!out.interactive) return trainingLog(out, epochs);
  const format: Formatter = (_, { progress }, payload) =>
    trainingLine(progress, payload as unknown as TrainingFigures, process.stderr.columns || 80);
  const bar = openBar(format, signal, { clear: false });
  // The first figures come after some steps, which take a while on a slow device.
  bar.update(0, steps, {
    ...{ epoch: `1/${epochs}`, step: `0/${steps}` },
    ...{ loss: "-", rate: "-", left: "-" },
  });
  return {
    update({ epoch, step, loss, imagesPerSecond, secondsLeft, ...all }) {
      bar.update(step, all.steps, {
        epoch: `${epoch}/${all.epochs}`,
        step: `${step}/${all.steps}`,
        loss: loss.toFixed(3),
        rate: count(imagesPerSecond),
        left: clock(secondsLeft),
      });
    },
    stop: () => bar.stop(),
  };
}

/** What the line of a training shows, as text. */
export interface TrainingFigures {
  readonly epoch: string;
  readonly step: string;
  readonly loss: string;
  readonly rate: string;
  readonly left: string;
}

const SHORTEST_BAR = 8;

/**
 * The line of a training in at most `columns` columns: first the bar gives way, then the speed, the step and the loss;
 * epoch and time left stay.
 */
export function trainingLine(
  share: number,
  { epoch, step, loss, rate, left }: TrainingFigures,
  columns = 80,
): string {
  const parts = [`epoch ${epoch}`, `step ${step}`, `loss ${loss}`, `${rate} images/s`, `${left} left`];
  // The last column stays free: some terminals break the line there.
  const room = () => columns - 1 - "training  ".length - parts.join(" | ").length;
  for (const dispensable of [3, 1, 1]) {
    if (room() < SHORTEST_BAR) parts.splice(dispensable, 1);
  }
  const text = parts.join(" | ");
  if (room() < SHORTEST_BAR) return text.slice(0, columns - 1);
  const size = Math.min(BAR.barsize, room());
  return `training ${barText(share, size)} ${text}`;
}

function barText(share: number, size = BAR.barsize): string {
  const done = Math.round(share * size);
  return BAR.barCompleteChar.repeat(done) + BAR.barIncompleteChar.repeat(size - done);
}

/** A log gets at most about this many lines at the ends of epochs. */
const LOG_LINES = 50;
/** Seconds after which a line comes within an epoch. */
const EPOCH_LINE_EVERY = 60;

/** A line at the end of each epoch, of some where they are many, and now and then within a long one. */
function trainingLog(out: Output, epochs: number): TrainingView {
  const spacing = Math.ceil(epochs / LOG_LINES);
  let last = performance.now();
  const update = ({ epoch, step, steps, loss, imagesPerSecond, secondsLeft }: TrainingProgress) => {
    const ends = (step * epochs) % steps === 0 && (epoch % spacing === 0 || epoch === epochs);
    if (!ends && performance.now() - last < EPOCH_LINE_EVERY * 1000) return;
    last = performance.now();
    out.note(
      `epoch ${epoch}/${epochs}, step ${step}/${steps}: loss ${loss.toFixed(3)}, ` +
        `${count(imagesPerSecond)} images/s, ${clock(secondsLeft)} left`,
    );
  };
  return { update, stop: () => {} };
}
