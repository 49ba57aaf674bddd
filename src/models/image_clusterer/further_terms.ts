/** The terms of the objective beside information maximisation, each with its weight; none by default. */
import type { Tape } from "../../autograd/index.js";
import { add, scale } from "../../ops/index.js";
import type { Tensor } from "../../tensor/index.js";
import { virtualAdversarialLoss } from "../adversarial.js";
import type { Augmentation } from "../augmentation.js";
import { detached } from "../detached.js";
import type { ImageClustererConfig } from "./config.js";
import { contrast } from "./contrastive.js";
import { partConsistency } from "./multi_crop.js";
import { neighbourTerm } from "./neighbour_term.js";
import type { ClustererNetwork } from "./network.js";
import { informationMaximization } from "./objective.js";
import { selfLabelling } from "./self_labelling.js";
import type { StepViews } from "./step_views.js";

/** What a step has computed for information maximisation. */
export interface StepSoFar {
  readonly tape: Tape;
  /** Where targets are computed: `tape` where they are learned. */
  readonly targetTape: Tape;
  readonly symmetric: boolean;
  readonly network: ClustererNetwork;
  readonly config: ImageClustererConfig;
  readonly views: StepViews;
  /** How views of this step change images. */
  readonly changes: Augmentation;
  /** A neighbour of each image, where there is a neighbour term. */
  readonly neighbours: Uint32Array | null;
  /** Whether the adversarial term counts by now. */
  readonly adversarial: boolean;
  /** How far the adversarial term changes each image that this process reads; null where all are changed as far. */
  readonly lengths: Tensor | null;
  /** Whether heads label images by now. */
  readonly labels: boolean;
  /** Features of the plain images and of their augmented views, [B, F]. */
  readonly plain: Tensor;
  readonly augmented: Tensor;
  /** Logits [B, heads, K] that the heads learn from, and those of the augmented views. */
  readonly target: Tensor;
  readonly logits: Tensor;
}

/** Views that the terms of a configuration look at beside the plain and the augmented one. */
export const furtherViews = ({ multiCrop, objective }: ImageClustererConfig) =>
  FIRST_PART_VIEW + multiCrop.views + (objective.adversarial.weight > 0 ? 1 : 0);
/** The number of the neighbours' view among these, and that of the first view of a part; the adversarial one is last. */
const NEIGHBOURS_VIEW = 0;
const FIRST_PART_VIEW = 1;

/** The terms of a step, [1] each. */
export function furtherTerms(step: StepSoFar): Tensor[] {
  return [contrastive, finerClasses, neighbourhood, ownLabels, parts, adversarialChanges].flatMap(
    (term) => term(step) ?? [],
  );
}

type Term = (step: StepSoFar) => Tensor | null;

const contrastive: Term = ({ tape, network: { projection }, config: { objective }, plain, augmented }) => {
  if (!projection) return null;
  const [a, b] = [projection.forward(tape, plain), projection.forward(tape, augmented)];
  return scale(tape, contrast(tape, a, b, objective.temperature), objective.contrastive);
};

const finerClasses: Term = ({ tape, targetTape, symmetric, network, config, plain, augmented }) => {
  const target = network.finerLogits(targetTape, plain);
  const logits = network.finerLogits(tape, augmented);
  if (!target || !logits) return null;
  const { total } = informationMaximization(tape, target, logits, config.objective, symmetric);
  return scale(tape, total, config.objective.overclustering.weight);
};

const neighbourhood: Term = ({ tape, network, config, views, changes, neighbours, logits }) => {
  if (!neighbours) return null;
  const near = network.logits(tape, views.further(tape, NEIGHBOURS_VIEW, changes, neighbours));
  return scale(tape, neighbourTerm(tape, logits, near), config.objective.neighbours.weight);
};

const ownLabels: Term = ({ tape, config, labels, target, logits }) => {
  const { threshold, weight } = config.selfLabelling;
  return labels ? scale(tape, selfLabelling(tape, target, logits, threshold), weight) : null;
};

const parts: Term = ({ tape, network, config, views, changes, target }) => {
  const { views: count, crop, weight } = config.multiCrop;
  if (count === 0) return null;
  const each = Array.from({ length: count }, (_, number) => {
    const features = views.further(tape, FIRST_PART_VIEW + number, { ...changes, crop });
    return partConsistency(tape, target, network.logits(tape, features));
  });
  return scale(
    tape,
    each.reduce((sum, one) => add(tape, sum, one)),
    weight / count,
  );
};

const adversarialChanges: Term = (step) => {
  const { tape, targetTape, network, config, views, lengths, plain } = step;
  const { weight, epsilon, xi, iterations } = config.objective.adversarial;
  if (!step.adversarial) return null;
  const { x, forward, random } = views.changed(targetTape, furtherViews(config) - 1);
  const loss = virtualAdversarialLoss(tape, {
    ...{ x, xi, iterations, random },
    forward: (on, pixels) => network.logits(on, forward(on, pixels)),
    logits: detached(tape, network.logits(targetTape, plain)),
    epsilon: lengths ?? (epsilon as number),
  });
  return scale(tape, loss, weight);
};
