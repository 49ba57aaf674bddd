import { trainingOf } from "./image_clusterer.js";
import { ClustererNetwork } from "./network.js";
/** Steps that are measured after a first one, and seconds of that after which one more is enough. */
const MEASURED = 3;
const SLOW_STEP = 2;
/** Seconds of one training step, by a few steps with a network that is then thrown away. */
export async function secondsPerStep(images, config, device) {
    const { height, width, channels } = images;
    const network = new ClustererNetwork(config, { height, width, channels }, { training: true });
    const owned = [network];
    const own = (resource) => {
        owned.push(resource);
        return resource;
    };
    try {
        network.to(device, { seed: config.seed });
        const { trainer } = trainingOf(network, config, images, own);
        const time = async (steps) => {
            const start = performance.now();
            for (let i = 0; i < steps; i++)
                trainer.step();
            await trainer.read();
            return (performance.now() - start) / 1000 / steps;
        };
        const first = await time(1);
        return await time(first > SLOW_STEP ? 1 : MEASURED);
    }
    finally {
        for (const resource of owned.reverse())
            resource.release();
    }
}
//# sourceMappingURL=measure.js.map