/** How long steps of a training take on a device. */
import type { Device } from "../../device/index.js";
import type { Own } from "../image_training.js";
import type { Images } from "../images.js";
import type { ImageClustererConfig } from "./config.js";
import { trainingOf } from "./image_clusterer.js";
import { ClustererNetwork } from "./network.js";
import { NOTHING_KNOWN, type PriorKnowledge } from "./prior_knowledge.js";

/** Steps that are measured after a first one, and seconds of that after which one more is enough. */
const MEASURED = 3;
const SLOW_STEP = 2;

/**
 * Stands in for what a training finds out beforehand. Each image is its own neighbour: a step with these costs as much as one
 * with real neighbours.
 */
function knownFor({ count }: Images, { objective }: ImageClustererConfig): PriorKnowledge {
  if (objective.neighbours.count === 0) return NOTHING_KNOWN;
  const indices = Uint32Array.from({ length: count }, (_, image) => image);
  return { ...NOTHING_KNOWN, neighbours: { count: 1, indices } };
}

/** Seconds of one training step, by a few steps with a network that is then thrown away. */
export async function secondsPerStep(
  images: Images,
  config: ImageClustererConfig,
  device: Device,
): Promise<number> {
  const { height, width, channels } = images;
  const network = new ClustererNetwork(config, { height, width, channels }, { training: true });
  const owned: { release(): void }[] = [network];
  const own: Own = (resource) => {
    owned.push(resource);
    return resource;
  };
  try {
    network.to(device, { seed: config.seed });
    const { trainer } = trainingOf(network, config, images, own, knownFor(images, config));
    const time = async (steps: number) => {
      const start = performance.now();
      for (let i = 0; i < steps; i++) trainer.step();
      await trainer.read();
      return (performance.now() - start) / 1000 / steps;
    };
    const first = await time(1);
    return await time(first > SLOW_STEP ? 1 : MEASURED);
  } finally {
    for (const resource of owned.reverse()) resource.release();
  }
}
