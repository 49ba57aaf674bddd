import { summarize } from "../../nn/summary.js";
import { secondsPerStep } from "../image_clusterer/measure.js";
import { ClustererNetwork } from "../image_clusterer/network.js";
/** With fewer, or fewer of a class, there is too little to learn from: features that need no training are better. */
const LEAST_IMAGES = 100;
const LEAST_PER_CLASS = 10;
/** Fewer steps leave the classes half learned. */
const LEAST_STEPS = 200;
/** Operations per second of two cores, about: the budget in steps must not depend on how busy this machine is. */
const NOMINAL_RATE = 8e10;
/** Two views of each image, forward and backward. */
const FORWARDS = 6;
/** Seconds at that rate where no minutes are given: of few images, and of more. */
const FEW_IMAGES = 2000;
const NOMINAL_SECONDS = { few: 40, many: 600 };
/**
 * Plans a training. Without a budget the number of epochs follows from the images alone, so that the same images give
 * the same model on each machine; with one, from the steps that were measured.
 */
export async function planNetwork(images, { config, device, seconds }) {
    const batch = Math.min(config.batch, images.count);
    const stepsPerEpoch = Math.max(1, Math.floor(images.count / config.batch));
    const plan = (epochs, perStep, reason) => ({
        ...{ epochs, batch: config.batch, steps: epochs * stepsPerEpoch, reason },
        seconds: epochs * stepsPerEpoch * perStep,
        fullSeconds: config.epochs * stepsPerEpoch * perStep,
    });
    const least = Math.max(LEAST_IMAGES, LEAST_PER_CLASS * config.clusters);
    if (images.count < least)
        return plan(0, 0, `it needs ${least} images or more for ${config.clusters} classes`);
    if (seconds !== null && seconds <= 0)
        return plan(0, 0, "the first result took all the minutes: give more");
    const nominal = (FORWARDS * flopsOf(config, images) * batch) / NOMINAL_RATE;
    const limit = images.count <= FEW_IMAGES ? NOMINAL_SECONDS.few : NOMINAL_SECONDS.many;
    const leastEpochs = Math.min(config.epochs, Math.ceil(LEAST_STEPS / stepsPerEpoch));
    const within = (most, perStep) => Math.min(config.epochs, Math.floor(most / perStep / stepsPerEpoch));
    if (seconds === null && within(limit, nominal) < leastEpochs) {
        return plan(0, nominal, "it would take long for images of this size");
    }
    const perStep = await secondsPerStep(images, config, device);
    const epochs = seconds === null ? within(limit, nominal) : within(seconds, perStep);
    if (epochs < leastEpochs)
        return plan(0, perStep, "the minutes left are too few for it: give more");
    return plan(epochs, perStep, epochs < config.epochs ? "as many epochs as the time allows" : null);
}
function flopsOf(config, { height, width, channels }) {
    const network = new ClustererNetwork(config, { height, width, channels });
    return summarize(network, [1, height, width, channels]).flopsPerExample;
}
//# sourceMappingURL=plan.js.map