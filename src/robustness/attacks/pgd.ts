/**
 * Projected gradient descent: Madry et al., "Towards Deep Learning Models Resistant to Adversarial Attacks", ICLR 2018. It
 * begins at a random place within epsilon, and after each step pixels go back to the nearest ones within epsilon.
 */
import { Tape } from "../../autograd/index.js";
import { add, clamp, maximum, minimum, scale, shift, unary } from "../../ops/index.js";
import { Random, streamOf } from "../../random/philox.js";
import { registerAttack } from "./registry.js";

/** The steps together are this much longer than the way: as Madry et al. */
const REACH = 2.5;

registerAttack({
  name: "pgd",
  about: "several steps along the sign of the derivative, from a random place",
  run({ tape, x, images, slope }, epsilon, { steps, stepSize, seed }) {
    const [low, high] = [-epsilon, epsilon].map((by) =>
      clamp(tape, shift(tape, x, by), { min: 0, max: 1 }),
    ) as [typeof x, typeof x];
    const within = (on: Tape, pixels: typeof x) => minimum(on, maximum(on, pixels, low), high);
    const size = x.size / images.length;
    const noise = new Float32Array(x.size);
    for (const [row, image] of images.entries()) {
      const random = new Random(seed, streamOf(`pgd.${image}`));
      for (let i = 0; i < size; i++) noise[row * size + i] = epsilon * (2 * random.uniform() - 1);
    }
    const pixels = within(tape, add(tape, x, tape.constant(noise, x.shape)));
    const length = stepSize ?? (REACH * epsilon) / steps;
    for (let step = 0; step < steps; step++) {
      using own = new Tape(tape.device, { gradient: false });
      const move = scale(own, unary(own, "sign", slope(own, pixels)), length);
      tape.device.copy(within(own, add(own, pixels, move)).slice, pixels.slice);
    }
    return pixels;
  },
});
