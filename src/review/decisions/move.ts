import * as z from "zod";
import { registerDecision } from "../decision.js";
import { imageKeys } from "../image_key.js";
import { UNSORTED_CLASS } from "../state.js";
import { classId, named } from "./parts.js";

registerDecision({
  kind: "move",
  about: "puts images into a class, or into none (null)",
  schema: z.strictObject({ kind: z.literal("move"), images: imageKeys, to: classId.nullable() }),
  apply(state, { images, to }) {
    state.place(state.find(images), to === null ? UNSORTED_CLASS : state.classAt(to).id);
  },
  describe: ({ images, to }) => `${named(images)} to ${to === null ? "no class" : `class ${to}`}`,
});
