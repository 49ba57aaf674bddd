import * as z from "zod";
import { DataError } from "../../errors.js";
import { registerDecision } from "../decision.js";
import { type ImageKey, imageKey } from "../image_key.js";
import { UNSORTED_CLASS } from "../state.js";

registerDecision({
  kind: "cannot-link",
  about: "has two images lie in different classes; the next fit parts them where they share one",
  schema: z.strictObject({ kind: z.literal("cannot-link"), images: z.tuple([imageKey, imageKey]) }),
  apply(state, { images }) {
    const [a, b] = images.map((key) => state.index.find(key));
    if (a === undefined || b === undefined) return;
    if (images[0].path === images[1].path)
      throw new DataError(`${images[0].path} is one image: give another`);
    // Of two copies one is gone.
    if (a === b) return;
    const shared = state.classOf[a] === state.classOf[b] && state.classOf[a] !== UNSORTED_CLASS;
    if (state.locked[a] && state.locked[b] && shared) {
      throw new DataError(
        `${images[0].path} and ${images[1].path} are locked in class ${state.classOf[a]}: unlock one of them first`,
      );
    }
    state.links.addCannot(a, b);
  },
  command: {
    usage: "IMAGE IMAGE",
    least: 2,
    most: 2,
    read: ({ words, images }) => {
      const [a, b] = images(words);
      const pair: [ImageKey, ImageKey] = [a!, b!];
      return { images: pair };
    },
  },
  describe: ({ images: [a, b] }) => `${a.path} and ${b.path} do not belong together`,
});
