import * as z from "zod";
import { type Decision, registerDecision } from "../decision.js";
import { type ImageKey, imageKeys } from "../image_key.js";
import { UNSORTED_CLASS } from "../state.js";
import { classId, named } from "./parts.js";

export interface Move extends Decision {
  readonly kind: "move";
  readonly images: readonly ImageKey[];
  /** Null: into no class. */
  readonly to: number | null;
}

registerDecision<Move>({
  kind: "move",
  about: "puts images into a class, or into none (null)",
  schema: z.strictObject({ kind: z.literal("move"), images: imageKeys, to: classId.nullable() }),
  apply(state, { images, to }) {
    state.place(state.find(images), to === null ? UNSORTED_CLASS : state.classAt(to).id);
  },
  // Where they lie by now may be what became of that class: a merge or a split came after.
  absorbed(state, { images }) {
    for (const image of state.find(images)) state.decided[image] = 1;
  },
  settles: true,
  describe: ({ images, to }) => `${named(images)} to ${to === null ? "no class" : `class ${to}`}`,
});
