import * as z from "zod";
import { registerDecision } from "../decision.js";
import { imageKeys } from "../image_key.js";
import { named } from "./parts.js";

registerDecision({
  kind: "lock",
  about: "holds images in their class, or (locked: false) lets them go",
  schema: z.strictObject({
    kind: z.literal("lock"),
    images: imageKeys,
    locked: z.boolean(),
  }),
  apply(state, { images, locked }) {
    for (const image of state.find(images)) {
      state.locked[image] = locked ? 1 : 0;
      if (locked) state.decided[image] = 1;
    }
  },
  command: {
    usage: "IMAGE... [--off]",
    least: 1,
    options: ["off"],
    read: ({ words, off = false, images }) => ({ images: images(words), locked: !off }),
  },
  describe: ({ images, locked }) => `${named(images)} ${locked ? "locked" : "unlocked"}`,
});
