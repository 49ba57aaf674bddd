/** A person who knows the labels, and answers questions about classes. */
import { clusteringAccuracy, mappedAccuracy } from "../../metrics/accuracy.js";
import type { Random } from "../../random/philox.js";
import {
  type ClassBeliefs,
  type QuestionBeliefs,
  questions,
  type RefitClasses,
  type ReviewGraph,
  type ReviewQuestion,
  refitClasses,
} from "../../review/fit/index.js";
import { ReviewState } from "../../review/index.js";

/** A group gets one answer where so many of its images are of one label. */
export const MAJORITY = 0.9;
/** After so many answers the classes are fitted again after every fifth one, before after each. */
export const EVERY_ANSWER = 50;
const FIFTH = 5;

export interface Known {
  readonly graph: ReviewGraph;
  readonly prior: ClassBeliefs;
  readonly labels: ArrayLike<number>;
}

/** What to ask, given what is believed. */
export type Asker = (
  known: Known,
  beliefs: QuestionBeliefs,
  state: ReviewState,
  random: Random,
) => ReviewQuestion;

export const page: Asker = ({ graph }, beliefs, state) => questions(graph, beliefs, state, { count: 1 })[0]!;

export const randomImage: Asker = (_, beliefs, state, random) => {
  const open = openImages(state);
  const image = open[random.integer(open.length)]!;
  return { images: [image], candidates: [beliefs.classOf[image]!, beliefs.second[image]!], confidence: 0 };
};

/** The same groups as the page's, around images at random. */
export const randomGroup: Asker = (known, beliefs, state, random) => {
  const middle = randomImage(known, beliefs, state, random).images[0]!;
  // Nothing but the middle image is in doubt: the first question is about it.
  const confidence = beliefs.confidence.map((_, image) => (image === middle ? 0 : 1));
  const secondConfidence = new Float32Array(confidence.length);
  const asked = { ...beliefs, confidence, secondConfidence, reach: new Float32Array(confidence.length) };
  const group = questions(known.graph, asked, state, { count: 1 })[0]!;
  return group.images.includes(middle) ? group : { ...group, images: [middle] };
};

const openImages = ({ decided }: ReviewState) => [...decided.keys()].filter((image) => !decided[image]);

export interface Score {
  readonly answers: number;
  /** Classes stand for the labels that they stood for before the first answer. */
  readonly accuracy: number;
  /** Classes stand for the labels that suit them best now. */
  readonly best: number;
  /** Answers about a whole group, and images that answers were about. */
  readonly groups: number;
  readonly images: number;
}

/**
 * The accuracy after so many answers. Of each question the person names the class for the images of the label that most have,
 * where at least 90 % have it, and sets the others apart; else for the middle image alone.
 * @param wrong probability that an answer names a class at random.
 */
export async function askPerson(
  known: Known,
  ask: Asker,
  {
    after,
    random,
    wrong,
  }: { readonly after: readonly number[]; readonly random: Random; readonly wrong: number },
): Promise<Score[]> {
  const { graph, prior, labels } = known;
  const { mapping } = clusteringAccuracy(labels, prior.classOf);
  const classOf = new Map([...mapping].map(([id, label]) => [label, id]));
  const ids = [...classOf.values()];
  const state = new ReviewState({
    images: Array.from(labels, (_, i) => ({ path: String(i), hash: i.toString(16).padStart(32, "0") })),
    classes: ids.map((id) => ({ id, name: null })),
    classOf: prior.classOf,
  });
  const scores: Score[] = [];
  let fit: RefitClasses = await refitClasses(graph, prior, state);
  let [groups, images] = [0, 0];
  for (let answers = 1; answers <= Math.max(...after); answers++) {
    const { images: shown } = ask(known, fit, state, random);
    const [label, count] = majority(shown, labels);
    const whole = shown.length > 1 && count >= MAJORITY * shown.length;
    const named = whole ? shown.filter((image) => labels[image] === label) : [shown[0]!];
    const right = classOf.get(labels[named[0]!]!)!;
    state.place(named, random.uniform() < wrong ? ids[random.integer(ids.length)]! : right);
    groups += whole ? 1 : 0;
    images += named.length;
    const scored = after.includes(answers);
    const needed = ask === page && (answers <= EVERY_ANSWER || answers % FIFTH === 0);
    if (needed || scored) fit = await refitClasses(graph, prior, state);
    if (!scored) continue;
    const accuracy = mappedAccuracy(labels, fit.classOf, mapping);
    const { accuracy: best } = clusteringAccuracy(labels, fit.classOf);
    scores.push({ answers, accuracy, best, groups, images });
  }
  return scores;
}

/** The label that most of these images have, and how many do; of equal ones the first. */
function majority(images: readonly number[], labels: ArrayLike<number>): [label: number, count: number] {
  const counts = new Map<number, number>();
  for (const image of images) counts.set(labels[image]!, (counts.get(labels[image]!) ?? 0) + 1);
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best));
}
