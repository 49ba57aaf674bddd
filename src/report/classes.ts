import type { ReportInput } from "./input.js";

/** What the page says about one class. */
export interface ClassView {
  /** The class's number, as in `assignments`. */
  readonly cluster: number;
  /** The number that it is known by. */
  readonly id: number;
  /** Its images, the most certain first; images of equal certainty in their own order. */
  readonly members: Int32Array;
  /** Its share of all images, 0 to 1. */
  readonly share: number;
  /** NaN for a class without images. */
  readonly meanConfidence: number;
  /** The label it stands for, or null where none is known. */
  readonly label: number | null;
  /** The share of its images that carry that label, or null. */
  readonly purity: number | null;
  /** The name that a person gave it, or that of its label where most of its images carry it, else "Class 3". */
  readonly title: string;
  /** Whether the title is a name. */
  readonly titled: boolean;
}

/** A class with less than this share of its label is a mixture: the label's name would promise too much. */
const TITLED_FROM = 0.75;

/** Describes all classes, ordered by the label they stand for, then by number. */
export function describeClasses(input: ReportInput): ClassView[] {
  const members = membersOf(input);
  const views = members.map((images, cluster): ClassView => {
    const label = mappedLabel(input, cluster);
    let confidence = 0;
    let matching = 0;
    let labelled = 0;
    for (const image of images) {
      confidence += certainty(input, image);
      const own = knownLabel(input, image);
      if (own !== null) labelled++;
      if (own !== null && own === label) matching++;
    }
    const purity = label === null || labelled === 0 ? null : matching / labelled;
    const { id = cluster, name = null } = input.classes?.[cluster] ?? {};
    const byLabel = label !== null && purity !== null && purity >= TITLED_FROM;
    return {
      cluster,
      id,
      members: images,
      share: images.length / Math.max(1, input.images.count),
      meanConfidence: confidence / images.length,
      label,
      purity,
      titled: name !== null || byLabel,
      title:
        name ??
        (byLabel ? labelName(input, label) : isUnsorted(input, { cluster }) ? "Unsorted" : `Class ${id}`),
    };
  });
  const rank = (view: ClassView) => view.label ?? Number.MAX_SAFE_INTEGER;
  return views.sort((a, b) => rank(a) - rank(b) || a.id - b.id);
}

/** Whether a class is that of images which belong to none of the others. */
export function isUnsorted(
  { unsorted = null }: ReportInput,
  { cluster }: Pick<ClassView, "cluster">,
): boolean {
  return cluster === unsorted;
}

/** The name of a label, or its number. */
export function labelName(input: Pick<ReportInput, "labelNames">, label: number): string {
  return input.labelNames?.[label] ?? String(label);
}

/** The label of an image, or null where it is not known. */
export function knownLabel({ labels }: Pick<ReportInput, "labels">, image: number): number | null {
  const label = labels?.[image] ?? -1;
  return label < 0 ? null : label;
}

/** The name of an image: its file, or its number. */
export function imageName(input: Pick<ReportInput, "images">, image: number): string {
  return input.images.names?.[image] ?? `image ${image}`;
}

/** The label a class stands for, or null. */
export function mappedLabel(input: ReportInput, cluster: number): number | null {
  const label = input.evaluation?.mapping.get(cluster) ?? -1;
  return input.labels === null || label < 0 ? null : label;
}

/** A confidence that sorts: a missing one (NaN) counts as none at all. */
function certainty(input: ReportInput, image: number): number {
  const value = input.confidence[image]!;
  return Number.isNaN(value) ? 0 : value;
}

function membersOf(input: ReportInput): Int32Array[] {
  const sizes = new Int32Array(input.clusters);
  for (const cluster of input.assignments) sizes[cluster]!++;
  const members = Array.from(sizes, (size) => new Int32Array(size));
  sizes.fill(0);
  input.assignments.forEach((cluster, image) => {
    members[cluster]![sizes[cluster]!++] = image;
  });
  for (const images of members) {
    images.sort((a, b) => certainty(input, b) - certainty(input, a) || a - b);
  }
  return members;
}
