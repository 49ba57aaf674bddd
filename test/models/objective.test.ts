/** The objective against its formula in float64. */
import { expect, it } from "vitest";
import { gradCheck, Tape } from "../../src/autograd/index.js";
import { parseConfig } from "../../src/models/image_clusterer/config.js";
import { informationMaximization } from "../../src/models/image_clusterer/objective.js";
import { Random } from "../../src/random/philox.js";
import { onEachDevice } from "../support/devices.js";

const [batch, heads, clusters] = [7, 3, 5];
const shape = [batch, heads, clusters];
const { objective } = parseConfig();

function probabilities(logits: Float32Array, image: number, head: number): number[] {
  const row = [...logits.subarray((image * heads + head) * clusters, (image * heads + head + 1) * clusters)];
  const total = row.reduce((sum, x) => sum + Math.exp(x), 0);
  return row.map((x) => Math.exp(x) / total);
}

const entropy = (p: number[]) => -p.reduce((sum, x) => sum + x * Math.log(x), 0);
const divergence = (p: number[], q: number[]) => p.reduce((sum, x, i) => sum + x * Math.log(x / q[i]!), 0);

/** Shares that the classes are held to; null: equal ones, by entropy. */
const priors = [null, [0.5, 0.2, 0.15, 0.1, 0.05]];
const cases = [false, true].flatMap((symmetric) => priors.map((prior) => ({ symmetric, prior })));

function formula(
  plain: Float32Array,
  augmented: Float32Array,
  head: number,
  symmetric: boolean,
  prior: number[] | null,
): number {
  let [consistency, certainty] = [0, 0];
  const usage = Array<number>(clusters).fill(0);
  for (let image = 0; image < batch; image++) {
    const [p, q] = [probabilities(plain, image, head), probabilities(augmented, image, head)];
    consistency += (symmetric ? (divergence(p, q) + divergence(q, p)) / 2 : divergence(p, q)) / batch;
    certainty += (symmetric ? (entropy(p) + entropy(q)) / 2 : entropy(q)) / batch;
    for (let k = 0; k < clusters; k++) usage[k]! += (symmetric ? (p[k]! + q[k]!) / 2 : q[k]!) / batch;
  }
  const spread = prior
    ? prior.reduce((sum, share, k) => sum + share * Math.log(usage[k]!), 0)
    : entropy(usage);
  return consistency - objective.information * (objective.balance * spread - certainty);
}

onEachDevice("information maximisation", (device) => {
  it.each(cases)("symmetric $symmetric, prior $prior", async ({ symmetric, prior }) => {
    const random = new Random(5);
    const draw = () => Float32Array.from({ length: batch * heads * clusters }, () => 2 * random.normal());
    const [plain, augmented] = [draw(), draw()];
    using tape = new Tape(device);
    const { perHead, total } = informationMaximization(
      tape,
      tape.constant(plain, shape),
      tape.constant(augmented, shape),
      objective,
      symmetric,
      prior,
    );
    const got = await perHead.data();
    const want = Array.from({ length: heads }, (_, head) =>
      formula(plain, augmented, head, symmetric, prior),
    );
    for (const [head, loss] of want.entries()) expect(got[head]).toBeCloseTo(loss, 5);
    expect((await total.data())[0]).toBeCloseTo(want.reduce((sum, loss) => sum + loss, 0) / heads, 5);
  });

  it.each(cases)("gradient, symmetric $symmetric, prior $prior", async ({ symmetric, prior }) => {
    const { error, worst } = await gradCheck(
      device,
      [shape, shape],
      (tape, [plain, augmented]) =>
        informationMaximization(tape, plain!, augmented!, objective, symmetric, prior).perHead,
    );
    expect(error, worst).toBeLessThan(3e-3);
  });
});
