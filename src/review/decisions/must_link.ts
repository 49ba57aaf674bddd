import * as z from "zod";
import { registerDecision } from "../decision.js";
import { imageKey } from "../image_key.js";
import { UNSORTED_CLASS } from "../state.js";
import { named } from "./parts.js";

registerDecision({
  kind: "must-link",
  about:
    "has images share a class: that of a locked one, else of one that was moved into one, else of the first that has a class",
  schema: z.strictObject({ kind: z.literal("must-link"), images: z.array(imageKey).min(2) }),
  apply(state, { images }) {
    const found = state.find(images);
    if (found.length < 2) return;
    const group = found.flatMap((image) => state.links.together(image));
    const lead =
      group.find((image) => state.locked[image]) ??
      group.find((image) => state.decided[image] && state.classOf[image] !== UNSORTED_CLASS) ??
      group.find((image) => state.classOf[image] !== UNSORTED_CLASS) ??
      found[0]!;
    const id = state.classOf[lead]!;
    state.checkPlace(group, id);
    state.links.addMust(found);
    for (const image of group) state.classOf[image] = id;
  },
  command: {
    usage: "IMAGE IMAGE...",
    least: 2,
    read: ({ words, images }) => ({ images: images(words) }),
  },
  describe: ({ images }) => `${named(images)} belong together`,
});
