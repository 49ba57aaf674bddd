import * as z from "zod";
import { DataError } from "../../errors.js";
import { registerDecision } from "../decision.js";
import { classId } from "./parts.js";

registerDecision({
  kind: "merge",
  about: "makes one class of several",
  schema: z
    .strictObject({ kind: z.literal("merge"), classes: z.array(classId).min(2), into: classId })
    .refine(({ classes, into }) => classes.includes(into), "into is one of classes"),
  onClasses: true,
  apply(state, { classes, into }) {
    const away = new Set(classes.map((id) => state.classAt(id).id));
    away.delete(into);
    if (away.size === 0) throw new DataError("two different classes are needed to merge");
    for (const [a, b] of state.links.cannot) {
      const [one, other] = [state.classOf[a]!, state.classOf[b]!];
      const joined = (id: number) => id === into || away.has(id);
      // Two that share a class already wait for the next fit to part them.
      if (!joined(one) || !joined(other) || one === other) continue;
      const [first, second] = [state.index.keys[a]!.path, state.index.keys[b]!.path];
      throw new DataError(
        `${first} (class ${one}) and ${second} (class ${other}) must not share a class: undo that link, or leave one class out`,
      );
    }
    for (let image = 0; image < state.classOf.length; image++) {
      if (away.has(state.classOf[image]!)) state.classOf[image] = into;
    }
    const name = [into, ...classes].map((id) => state.classAt(id).name).find((name) => name !== null) ?? null;
    for (const id of away) {
      state.classes.delete(id);
      state.mergedInto.set(id, into);
    }
    for (const [from, to] of state.mergedInto) if (away.has(to)) state.mergedInto.set(from, into);
    state.classes.set(into, { id: into, name });
  },
  command: {
    usage: "CLASS CLASS... (the first one stays)",
    least: 2,
    read: ({ words, classOf }) => {
      const classes = words.map(classOf);
      return { classes, into: classes[0]! };
    },
  },
  describe: ({ classes, into }) => `classes ${classes.join(", ")} are one, ${into}`,
});
