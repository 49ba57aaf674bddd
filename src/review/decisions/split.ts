import * as z from "zod";
import { DataError } from "../../errors.js";
import { registerDecision } from "../decision.js";
import { imageKeys } from "../image_key.js";
import { classId } from "./parts.js";

registerDecision({
  kind: "split",
  about: "takes parts out of a class, each as a class of its own",
  schema: z.strictObject({
    kind: z.literal("split"),
    class: classId,
    /** Images that are named in no part stay. */
    parts: z.array(z.strictObject({ class: classId, images: imageKeys })).min(1),
  }),
  onClasses: true,
  makes: ({ parts }) => parts.map((part) => part.class),
  // Images stay in the part that they were given to, unless another decision put them elsewhere before or after it.
  again(state, { class: id, parts }) {
    const meant = (id: number) => state.mergedInto.get(id) ?? id;
    for (const part of parts) {
      const into = meant(part.class);
      if (!state.classes.has(into)) continue;
      for (const image of state.find(part.images)) {
        if (state.locked[image]) continue;
        if (!state.decided[image] || state.classOf[image] === meant(id)) state.classOf[image] = into;
      }
    }
  },
  apply(state, { class: id, parts }) {
    const { name } = state.classAt(id);
    const ids = parts.map((part) => part.class);
    const taken = ids.find(
      (part, i) => state.classes.has(part) || state.mergedInto.has(part) || ids.indexOf(part) < i,
    );
    if (taken !== undefined) {
      throw new DataError(`class ${taken} is there already: give a number that no class has had`);
    }
    // An image that another decision has moved since stays where that put it.
    const members = parts.map(({ images }) =>
      state.find(images).filter((image) => state.classOf[image] === id && !state.locked[image]),
    );
    const partOf = new Map(members.flatMap((images, i) => images.map((image) => [image, i] as const)));
    for (const [image, part] of partOf) {
      const other = state.links
        .together(image)
        .find((other) => state.classOf[other] === id && partOf.get(other) !== part);
      if (other === undefined) continue;
      const [one, two] = [state.index.keys[image]!.path, state.index.keys[other]!.path];
      throw new DataError(`${one} and ${two} belong together by a link: undo it, or give both to one part`);
    }
    parts.forEach((part, i) => {
      state.classes.set(part.class, { id: part.class, name: name === null ? null : `${name} ${i + 2}` });
      for (const image of members[i]!) state.classOf[image] = part.class;
    });
  },
  command: {
    usage: "CLASS IMAGE... (these images become a new class)",
    least: 2,
    read: ({ words: [id, ...words], classOf, images, newClass }) => ({
      class: classOf(id!),
      parts: [{ class: newClass(), images: images(words) }],
    }),
  },
  describe: ({ class: id, parts }) =>
    `class ${id} is split into ${[id, ...parts.map((part) => part.class)].join(", ")}`,
});
