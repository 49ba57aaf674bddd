/** The process of one learner: takes a `Job` from its parent, answers with an `Answer`, and ends. See process.ts. */
import { SkeinError } from "../errors.js";
import { readData } from "./data_file.js";
import "./learners/index.js";
import { measureLearner } from "./measure.js";
import { chooseLearners } from "./registry.js";
// A parent that was killed leaves nothing running, once a library that computes in this thread has trained.
process.on("disconnect", () => process.exit());
process.once("message", async (job) => {
    const answer = await work(job);
    process.send(answer, () => process.disconnect());
});
async function work({ learner, data, modules, options }) {
    try {
        for (const module of modules)
            await import(module);
        const [definition] = chooseLearners([learner]);
        return { result: await measureLearner(definition, await readData(data), options), failure: null };
    }
    catch (error) {
        const foreseen = error instanceof SkeinError;
        const text = error instanceof Error ? error.message : String(error);
        return { result: null, failure: foreseen ? text : `${learner} failed: ${text}` };
    }
}
//# sourceMappingURL=child.js.map