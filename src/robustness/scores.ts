/** Shares of images whose class changes, and of those that keep the right one. */

/** What a change of all images does to their classes. */
export interface Flips {
  /** Share of the images whose class changes. */
  readonly flipRate: number;
  /** Of images with a known label, the share that has the right class before and after the change; null without labels. */
  readonly accuracy: number | null;
  /** Of each class that images had before the change, in order. */
  readonly perClass: readonly {
    readonly class: number;
    readonly images: number;
    /** null of a class without images. */
    readonly flipRate: number | null;
  }[];
}

/**
 * Compares the classes of images before and after a change.
 * @param before the class of each image, [N].
 * @param after the class of each changed image, [N].
 * @param right the right class of each image, -1 where it is not known; null without labels.
 */
export function flips(before: Int32Array, after: Int32Array, right: Int32Array | null, classes: number) {
  const sizes = new Array<number>(classes).fill(0);
  const flipped = new Array<number>(classes).fill(0);
  let [known, correct, correctBefore] = [0, 0, 0];
  for (const [image, place] of before.entries()) {
    sizes[place]!++;
    if (after[image] !== place) flipped[place]!++;
    if (!right || right[image]! < 0) continue;
    known++;
    if (right[image] !== place) continue;
    correctBefore++;
    if (after[image] === place) correct++;
  }
  const share = (part: number, whole: number) => (whole === 0 ? null : part / whole);
  return {
    clean: { accuracy: share(correctBefore, known), sizes },
    flipRate: flipped.reduce((sum, one) => sum + one, 0) / before.length,
    accuracy: share(correct, known),
    perClass: sizes.map((images, place) => ({
      ...{ class: place, images },
      flipRate: share(flipped[place]!, images),
    })),
  };
}

/** Radii of the curve between 0 and the largest. */
const RADII = 40;

interface WithRadius {
  readonly class: number | null;
  readonly radius: number;
  readonly right: boolean | null;
}

/** The radii of the images that are certified, ascending: an image where the model abstains has none. */
export function certifiedRadii(images: readonly Pick<WithRadius, "class" | "radius">[]): number[] {
  return images.flatMap(({ class: place, radius }) => (place === null ? [] : [radius])).sort((a, b) => a - b);
}

/** Their median, the upper one of two; null where no image is certified. */
export function medianRadius(images: readonly Pick<WithRadius, "class" | "radius">[]): number | null {
  const radii = certifiedRadii(images);
  return radii[Math.floor(radii.length / 2)] ?? null;
}

/** The shares of images that are certified at least as far as each radius; the accuracy is of those with a known label. */
export function radiusCurve(images: readonly WithRadius[]) {
  const largest = images.reduce((most, { radius }) => Math.max(most, radius), 0);
  const known = images.filter(({ right }) => right !== null);
  return Array.from({ length: largest > 0 ? RADII + 1 : 1 }, (_, i) => {
    const radius = (largest * i) / RADII;
    const reached = (image: WithRadius) => image.class !== null && image.radius >= radius;
    return {
      radius,
      certified: images.filter(reached).length / images.length,
      accuracy:
        known.length === 0
          ? null
          : known.filter((image) => image.right && reached(image)).length / known.length,
    };
  });
}
