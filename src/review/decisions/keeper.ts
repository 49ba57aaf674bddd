import * as z from "zod";
import { registerDecision } from "../decision.js";
import { imageKey, imageKeys } from "../image_key.js";
import { named } from "./parts.js";

registerDecision({
  kind: "keeper",
  about: "says which of near-duplicates to keep",
  schema: z.strictObject({ kind: z.literal("keeper"), image: imageKey, over: imageKeys }),
  apply(state, { image, over }) {
    const keeper = state.index.find(image);
    if (keeper === undefined) return;
    state.keeperOf.delete(keeper);
    for (const other of state.find(over)) if (other !== keeper) state.keeperOf.set(other, keeper);
  },
  command: {
    usage: "IMAGE IMAGE... (the first one is kept)",
    least: 2,
    read: ({ words: [kept, ...others], images }) => ({
      image: images([kept!])[0]!,
      over: images(others),
    }),
  },
  describe: ({ image, over }) => `${image.path} is kept instead of ${named(over)}`,
});
