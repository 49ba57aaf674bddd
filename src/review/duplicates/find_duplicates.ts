/** Groups of copies and near-duplicates among image files, each with what to keep. */
import type { ImageSet } from "../../data/image_set.js";
import type { Device } from "../../device/index.js";
import { exactCopies } from "./exact_copies.js";
import { duplicateGroups } from "./groups.js";
import { KeeperChoice } from "./keeper.js";
import { type NearDuplicatesOptions, nearDuplicates } from "./near_duplicates.js";

export interface DuplicateMember {
  readonly image: number;
  /** What it is to the one that is kept; "similar" also where others lie between the two. */
  readonly kind: "kept" | "copy" | "similar" | "mirrored";
  /** To the kept one: 1 for a copy, 0 where only others lie between the two. */
  readonly similarity: number;
}

export interface DuplicateGroup {
  /** The kept one first, then by falling similarity. */
  readonly members: readonly DuplicateMember[];
  /** Why the first is kept. */
  readonly reason: string;
}

export interface FindDuplicatesOptions extends NearDuplicatesOptions {
  /** Default: by all rules. */
  readonly keepers?: KeeperChoice;
}

/**
 * Files with the same bytes, and pictures that are nearly the same (`nearDuplicates`), as groups.
 *
 * @param images read at 32 x 32 with `fit: "fill"`.
 * @param where the path of each image's file, and how it is called.
 * @throws as `nearDuplicates`.
 */
export async function findDuplicates(
  images: ImageSet,
  { files, names }: { readonly files: readonly string[]; readonly names: readonly string[] },
  device: Device,
  options: FindDuplicatesOptions = {},
): Promise<DuplicateGroup[]> {
  const keepers = options.keepers ?? (await KeeperChoice.open());
  const copies = await exactCopies(files, options.signal);
  const similar = await nearDuplicates(images, device, options);
  const original = new Map(copies.map(({ a, b }) => [b, a]));
  const firstOf = (image: number) => original.get(image) ?? image;
  const pairs = new Map(similar.map((pair) => [pair.a * images.count + pair.b, pair]));
  const groups: DuplicateGroup[] = [];
  for (const group of duplicateGroups([...copies, ...similar])) {
    options.signal?.throwIfAborted();
    const { place, reason } = await keepers.choose(
      group.map((image) => ({ path: files[image]!, name: names[image]! })),
    );
    const kept = group[place]!;
    const members = group.map((image): DuplicateMember => {
      if (image === kept) return { image, kind: "kept", similarity: 1 };
      if (firstOf(image) === firstOf(kept)) return { image, kind: "copy", similarity: 1 };
      const pair = pairs.get(Math.min(image, kept) * images.count + Math.max(image, kept));
      return { image, kind: pair?.mirrored ? "mirrored" : "similar", similarity: pair?.similarity ?? 0 };
    });
    members.sort(
      (p, q) =>
        Number(q.kind === "kept") - Number(p.kind === "kept") ||
        q.similarity - p.similarity ||
        p.image - q.image,
    );
    groups.push({ members, reason });
  }
  return groups;
}
