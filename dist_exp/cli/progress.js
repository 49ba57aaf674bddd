/** Progress on stderr: a bar on a terminal, lines elsewhere, nothing where quiet was asked for. */
import { SingleBar } from "cli-progress";
import { clock, count, counted } from "../format.js";
const BAR = {
    barCompleteChar: "█",
    barIncompleteChar: "░",
    barsize: 24,
    hideCursor: true,
    gracefulExit: false,
};
/** A bar that appears with its first update and is cleared by `stop` or an abort. */
function openBar(format, signal, { clear }) {
    const bar = new SingleBar({ ...BAR, format, clearOnComplete: clear, stream: process.stderr });
    let state = "new";
    const stop = () => {
        if (state === "running")
            bar.stop();
        state = "stopped";
    };
    signal.addEventListener("abort", stop, { once: true });
    return {
        update(done, total, payload = {}) {
            if (state === "new") {
                bar.start(total, done, payload);
                state = "running";
            }
            else if (state === "running") {
                bar.update(done, payload);
            }
        },
        stop,
    };
}
/** Seconds between lines where there is no terminal: nobody is to take long work for one that hangs. */
const LINE_EVERY = 10;
/** Repeats what is being done, also before anything is counted: finding files may take long. */
function openLines(out, text, every = LINE_EVERY * 1000) {
    const timer = setInterval(() => out.note(text()), every);
    timer.unref();
    return { stop: () => clearInterval(timer) };
}
/** A bar such as "reading ███░░░ 1,204 of 5,000 images"; where there is no terminal, now and then a line. */
export function countProgress(out, signal, verb, noun, every) {
    if (!out.interactive) {
        let text = `${verb} ...`;
        const lines = openLines(out, () => text, every);
        signal.addEventListener("abort", lines.stop, { once: true });
        const update = (done, total) => {
            text = `${verb}: ${count(done)} of ${counted(total, noun)}`;
        };
        return { update, stop: lines.stop };
    }
    const bar = openBar(`${verb} {bar} {done} of {all} ${noun}s`, signal, { clear: true });
    return {
        update: (done, total) => bar.update(done, total, { done: count(done), all: count(total) }),
        stop: () => bar.stop(),
    };
}
/** Epoch, step, loss, speed and time left; of `epochs` epochs and `steps` steps before the first is known. */
export function trainingProgress(out, signal, { epochs, steps }) {
    if (out.quiet)
        return { update: () => { }, stop: () => { } };
    if (!out.interactive)
        return trainingLog(out, epochs);
    const format = (_, { progress }, payload) => trainingLine(progress, payload, process.stderr.columns || 80);
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
const SHORTEST_BAR = 8;
/**
 * The line of a training in at most `columns` columns: first the bar gives way, then the speed, the step and the loss;
 * epoch and time left stay.
 */
export function trainingLine(share, { epoch, step, loss, rate, left }, columns = 80) {
    const parts = [`epoch ${epoch}`, `step ${step}`, `loss ${loss}`, `${rate} images/s`, `${left} left`];
    // The last column stays free: some terminals break the line there.
    const room = () => columns - 1 - "training  ".length - parts.join(" | ").length;
    for (const dispensable of [3, 1, 1]) {
        if (room() < SHORTEST_BAR)
            parts.splice(dispensable, 1);
    }
    const text = parts.join(" | ");
    if (room() < SHORTEST_BAR)
        return text.slice(0, columns - 1);
    const size = Math.min(BAR.barsize, room());
    const done = Math.round(share * size);
    const bar = BAR.barCompleteChar.repeat(done) + BAR.barIncompleteChar.repeat(size - done);
    return `training ${bar} ${text}`;
}
/** A log gets at most about this many lines at the ends of epochs. */
const LOG_LINES = 50;
/** Seconds after which a line comes within an epoch. */
const EPOCH_LINE_EVERY = 60;
/** A line at the end of each epoch, of some where they are many, and now and then within a long one. */
function trainingLog(out, epochs) {
    const spacing = Math.ceil(epochs / LOG_LINES);
    let last = performance.now();
    const update = ({ epoch, step, steps, loss, imagesPerSecond, secondsLeft }) => {
        const ends = (step * epochs) % steps === 0 && (epoch % spacing === 0 || epoch === epochs);
        if (!ends && performance.now() - last < EPOCH_LINE_EVERY * 1000)
            return;
        last = performance.now();
        out.note(`epoch ${epoch}/${epochs}, step ${step}/${steps}: loss ${loss.toFixed(3)}, ` +
            `${count(imagesPerSecond)} images/s, ${clock(secondsLeft)} left`);
    };
    return { update, stop: () => { } };
}
//# sourceMappingURL=progress.js.map