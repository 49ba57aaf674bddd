import * as z from "zod";
import { DataError } from "../../errors.js";
import { registerDecision } from "../decision.js";
import { classId } from "./parts.js";

registerDecision({
  kind: "add",
  about: "makes a new, empty class",
  schema: z.strictObject({
    kind: z.literal("add"),
    class: classId,
    name: z.string().trim().min(1).max(200).nullable(),
  }),
  onClasses: true,
  makes: ({ class: id }) => [id],
  apply(state, { class: id, name }) {
    if (state.classes.has(id) || state.mergedInto.has(id)) {
      throw new DataError(`class ${id} is there already: give a number that no class has had`);
    }
    state.classes.set(id, { id, name });
  },
  command: {
    usage: "[NAME]",
    least: 0,
    most: 1,
    read: ({ words: [name = null], newClass }) => ({ class: newClass(), name }),
  },
  describe: ({ class: id, name }) => `new class ${id}${name === null ? "" : `, ${name}`}`,
});
