/**
 * The link term of the clusterer's objective: pairs of images that share a class, or do not.
 *
 * Y.-C. Hsu and Z. Kira, "Neural network-based clustering using pairwise constraints", ICLR workshop 2016; Hsu, Lv, Schlosser,
 * Odom and Kira, "Multi-class classification without multi-class labels", ICLR 2019: the logarithm of the probability that two
 * images are of one class, or of two.
 */
import type { Tape } from "../../autograd/index.js";
import type { LinkedRows, Pair } from "../../estimators/links.js";
import { add, log, mean, mul, shift, slice, softmax, sum } from "../../ops/index.js";
import { Random, streamOf } from "../../random/philox.js";
import type { Tensor } from "../../tensor/index.js";

/** Keeps log() and its derivative finite where a pair is as sure as wrong; 1 less a float32 has no more digits. */
const TINY = 1e-6;

/** Pairs of a step. */
export interface DrawnLinks {
  /** The first images of all pairs, then the second ones, [2 P]. */
  readonly images: Uint32Array;
  /** P: whether both are of one class. */
  readonly same: readonly boolean[];
}

/**
 * The mean over pairs of -log(p . q) for two images of one class, and of -log(1 - p . q) for two of different ones, of each
 * head, [heads]. They are drawn as often, and count 2 / K and 2 - 2 / K: as much as among all pairs of K equal classes, where one
 * in K is of one class. Counted alike, they press nearly all images into few classes before classes have formed.
 * @param logits of the first images of all pairs, then of the second ones, [2 P, heads, K].
 */
export function linkTerm(tape: Tape, logits: Tensor, same: readonly boolean[]): Tensor {
  const pairs = same.length;
  const p = softmax(tape, logits);
  const [first, second] = [slice(tape, p, 0, 0, pairs), slice(tape, p, 0, pairs, 2 * pairs)];
  const alike = sum(tape, mul(tape, first, second), 2);
  const sign = tape.constant(
    Float32Array.from(same, (one) => (one ? 1 : -1)),
    [pairs, 1],
  );
  const offset = tape.constant(
    Float32Array.from(same, (one) => (one ? 0 : 1)),
    [pairs, 1],
  );
  const kept = add(tape, mul(tape, alike, sign), offset);
  const clusters = logits.shape[2]!;
  const weights = tape.constant(
    Float32Array.from(same, (one) => (one ? -2 / clusters : 2 / clusters - 2)),
    [pairs, 1],
  );
  return mean(tape, mul(tape, log(tape, shift(tape, kept, TINY)), weights), 0);
}

/**
 * Pairs by seed and step alone: must-links and cannot-links in turn where there are both, each with what follows from it. Two images
 * of a group of must-links, a group as often as it has images; an image of each of two groups that a cannot-link joins.
 */
export function drawLinks(links: LinkedRows, pairs: number, seed: number, step: number): DrawnLinks {
  const random = new Random(seed, streamOf(`links.${step}`));
  const groupOf = groupsOf(links);
  const linked = links.groups.flatMap((group) => (group.length > 1 ? group : []));
  const within = (): Pair => {
    const one = linked[random.integer(linked.length)]!;
    const group = groupOf[one]!;
    const other = group[random.integer(group.length - 1)]!;
    return [one, other === one ? group.at(-1)! : other];
  };
  const between = (): Pair => {
    const [a, b] = links.cannot[random.integer(links.cannot.length)]!;
    const [one, other] = [groupOf[a]!, groupOf[b]!];
    return [one[random.integer(one.length)]!, other[random.integer(other.length)]!];
  };
  const same = Array.from({ length: pairs }, (_, i) => {
    if (links.must.length === 0 || links.cannot.length === 0) return links.must.length > 0;
    return i % 2 === 0;
  });
  const images = new Uint32Array(2 * pairs);
  for (const [i, one] of same.entries()) {
    const [a, b] = one ? within() : between();
    images[i] = links.rows[a]!;
    images[pairs + i] = links.rows[b]!;
  }
  return { images, same };
}

const groupsByLinks = new WeakMap<LinkedRows, readonly (readonly number[])[]>();

/** The group of each linked row. */
function groupsOf(links: LinkedRows): readonly (readonly number[])[] {
  const known = groupsByLinks.get(links);
  if (known) return known;
  const groups: (readonly number[])[] = Array(links.rows.length);
  for (const group of links.groups) for (const member of group) groups[member] = group;
  groupsByLinks.set(links, groups);
  return groups;
}
