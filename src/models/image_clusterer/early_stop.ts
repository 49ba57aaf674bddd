/** Ends a training whose classes no longer change. No label is needed to see that. */
import * as z from "zod";
import { evenly } from "../../data/image_set.js";
import { ModelFileError } from "../../errors.js";
import type { Callback } from "../../train/index.js";
import type { ImageClustererConfig } from "./config.js";
import type { ClustererTask } from "./task.js";

/** Images whose classes are compared, at even distances. */
const SAMPLE = 1000;
/** Checks in a whole training, at the ends of epochs: a check's interval is then as long however few steps an epoch has. */
const CHECKS = 20;
/** A loss that fell by more than this since the last check still learns. */
const FALL = 0.01;

/**
 * Stops a training when `earlyStop.checks` checks in a row find both: the selected head has changed the class of at most
 * the share `earlyStop.change` of the images, and its loss has not fallen. Erasing and the start of self-labelling move
 * classes, so that checks begin after both. What checks compare is kept in checkpoints: a resumed training stops at the same
 * epoch as an uninterrupted one.
 */
export function classesAtRest(task: ClustererTask, config: ImageClustererConfig): Callback {
  const { epochs, earlyStop, augmentation, selfLabelling } = config;
  const labelledFrom = selfLabelling.from < 1 ? selfLabelling.from : 0;
  const first = Math.max(augmentation.eraseUntil, labelledFrom) * epochs;
  const sample = Uint32Array.from(evenly(task.count, SAMPLE));
  let last: State | null = null;
  return {
    name: "earlyStop",
    state: () => ({ values: last, tensors: new Map() }),
    restore({ values }) {
      const { success, data } = stateSchema(config, sample.length).safeParse(values);
      if (!success) {
        throw new ModelFileError("its early stop cannot be read: copy the file again, or train again");
      }
      last = data;
    },
    async onEpochEnd({ length: epoch }) {
      const checked = (done: number) => Math.floor((CHECKS * done) / epochs);
      if (earlyStop.checks === 0 || epoch === epochs || epoch < first) return;
      if (checked(epoch) === checked(epoch - 1)) return;
      const { bestHead: head, progress: loss } = task;
      const classes = await task.classes(sample);
      const before = last?.classes[head];
      const moved = before && classes[head]!.filter((own, i) => own !== before[i]).length;
      const rests =
        moved !== undefined && moved <= earlyStop.change * sample.length && loss > last!.loss - FALL;
      const quiet = rests ? last!.quiet + 1 : 0;
      last = { quiet, loss, classes: classes.map((own) => [...own]) };
      return quiet >= earlyStop.checks ? "stop" : undefined;
    },
  };
}

const stateSchema = ({ heads, clusters }: ImageClustererConfig, count: number) => {
  const label = z
    .int()
    .min(0)
    .max(clusters - 1);
  return z
    .object({
      /** Checks in a row at which the classes did not move. */
      quiet: z.int().min(0),
      loss: z.number(),
      /** The class of each image of the sample by each head. */
      classes: z.array(z.array(label).length(count)).length(heads),
    })
    .nullable();
};

type State = NonNullable<z.output<ReturnType<typeof stateSchema>>>;
