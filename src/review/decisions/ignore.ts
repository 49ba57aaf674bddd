import * as z from "zod";
import { registerDecision } from "../decision.js";
import { imageKeys } from "../image_key.js";
import { named } from "./parts.js";

registerDecision({
  kind: "ignore",
  about: "leaves images out of everything, or (ignored: false) takes them in again",
  schema: z.strictObject({
    kind: z.literal("ignore"),
    images: imageKeys,
    ignored: z.boolean(),
  }),
  apply(state, { images, ignored }) {
    for (const image of state.find(images)) state.ignored[image] = ignored ? 1 : 0;
  },
  command: {
    usage: "IMAGE... [--off]",
    least: 1,
    options: ["off"],
    read: ({ words, off = false, images }) => ({ images: images(words), ignored: !off }),
  },
  describe: ({ images, ignored }) => `${named(images)} ${ignored ? "ignored" : "taken in again"}`,
});
