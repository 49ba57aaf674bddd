/** Pictures that are nearly the same. */
import { createImageSet } from "../../data/image_set.js";
import { imageBatches } from "../../data/stream.js";
import { type DuplicateGroup, findDuplicates } from "../../review/duplicates/index.js";
import { type DerivedFolder, readValue, type Unread, writeValue } from "./derived.js";
import type { AnalysisStep } from "./step.js";

const SIDE = 32;

const read = (derived: DerivedFolder) => readValue<DuplicateGroup[]>(derived, "duplicates");
export const readDuplicates = async (derived: DerivedFolder) => (await read(derived))?.value ?? null;

export const duplicates: AnalysisStep = {
  name: "duplicates",
  what: "looking for duplicates",
  unread: async (derived) => (await read(derived))?.unread ?? null,
  async work({ run, derived, device, onProgress }) {
    const { files } = run;
    const { groups, unread } = files ? await groupsOf(files) : { groups: [], unread: [] };
    await writeValue(derived, "duplicates", groups, unread);

    async function groupsOf(paths: readonly string[]): Promise<{ groups: DuplicateGroup[]; unread: Unread }> {
      const size = { height: SIDE, width: SIDE, channels: 3 } as const;
      const numberOf = new Map(paths.map((path, image) => [path, image]));
      const numbers: number[] = [];
      const pixels = new Uint8Array(paths.length * SIDE * SIDE * 3);
      for await (const batch of imageBatches(paths, { ...size, fit: "fill", range: "full" })) {
        pixels.set(batch.pixels.subarray(0, batch.count * SIDE * SIDE * 3), numbers.length * SIDE * SIDE * 3);
        numbers.push(...batch.names.map((name) => numberOf.get(name)!));
      }
      const count = numbers.length;
      const known = new Set(numbers);
      const unread = Array.from(paths.keys()).filter((image) => !known.has(image));
      if (count < 2) return { groups: [], unread };
      const images = createImageSet({
        ...{ count, ...size, source: "" },
        pixels: pixels.subarray(0, count * SIDE * SIDE * 3),
      });
      const where = {
        files: numbers.map((image) => paths[image]!),
        names: numbers.map((image) => run.images[image]!.path),
      };
      const found = await findDuplicates(images, where, device, { onProgress });
      const groups = found.map(({ members, reason }) => ({
        reason,
        members: members.map((member) => ({ ...member, image: numbers[member.image]! })),
      }));
      return { groups, unread };
    }
  },
};
