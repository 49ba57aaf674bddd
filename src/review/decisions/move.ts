import * as z from "zod";
import { ArgumentError } from "../../errors.js";
import { registerDecision } from "../decision.js";
import { imageKeys } from "../image_key.js";
import { UNSORTED_CLASS } from "../state.js";
import { classId, named } from "./parts.js";

registerDecision({
  kind: "move",
  about: "puts images into a class, or into none (null)",
  schema: z.strictObject({ kind: z.literal("move"), images: imageKeys, to: classId.nullable() }),
  apply(state, { images, to, n }) {
    const found = state.find(images);
    if (found.length > 0) state.place(found, to === null ? UNSORTED_CLASS : state.classMeant(to, n).id);
  },
  command: {
    usage: "IMAGE... --to CLASS|none",
    least: 1,
    options: ["to"],
    read: ({ words, to, classOf, images }) => {
      if (to === undefined) throw new ArgumentError("move needs a class: give --to CLASS, or --to none");
      return { images: images(words), to: to === "none" ? null : classOf(to) };
    },
  },
  describe: ({ images, to }) => `${named(images)} to ${to === null ? "no class" : `class ${to}`}`,
});
