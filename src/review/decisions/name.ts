import * as z from "zod";
import { registerDecision } from "../decision.js";
import { UNSORTED_CLASS } from "../state.js";
import { classId } from "./parts.js";

registerDecision({
  kind: "name",
  about: "gives a class a name",
  schema: z.strictObject({
    kind: z.literal("name"),
    class: classId,
    name: z.string().trim().min(1).max(200),
  }),
  apply(state, { class: id, name }) {
    const { id: known } = state.classAt(id);
    if (known !== UNSORTED_CLASS) state.classes.set(known, { id: known, name });
  },
  describe: ({ class: id, name }) => `class ${id} is called ${name}`,
});
