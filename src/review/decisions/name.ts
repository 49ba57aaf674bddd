import * as z from "zod";
import { registerDecision } from "../decision.js";
import { classId } from "./parts.js";

registerDecision({
  kind: "name",
  about: "gives a class a name",
  schema: z.strictObject({
    kind: z.literal("name"),
    class: classId,
    name: z.string().trim().min(1).max(200),
  }),
  onClasses: true,
  apply(state, { class: id, name }) {
    state.classes.set(state.classAt(id).id, { id, name });
  },
  command: {
    usage: "CLASS NAME",
    least: 2,
    most: 2,
    read: ({ words: [id, name], classOf }) => ({ class: classOf(id!), name: name! }),
  },
  describe: ({ class: id, name }) => `class ${id} is called ${name}`,
});
