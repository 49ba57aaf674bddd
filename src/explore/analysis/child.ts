/** The process that computes what a page shows of a run beside its classes: takes a `Job`, tells what is done, and ends. */
import { type DeviceChoice, openDevice } from "../../device/node/index.js";
import { SkeinError } from "../../errors.js";
import { ReviewRun } from "../../review/index.js";
import { areBack, type DerivedFolder } from "./derived.js";
import { STEPS } from "./steps.js";

export interface Job {
  readonly run: string;
  readonly derived: DerivedFolder;
  readonly device: DeviceChoice;
}

export type Message =
  | { readonly kind: "progress"; readonly step: string; readonly done: number; readonly total: number }
  | { readonly kind: "done"; readonly step: string }
  | { readonly kind: "failed"; readonly step: string; readonly reason: string };

/** Milliseconds between two messages of progress. */
const TELL_MS = 200;

const tell = (message: Message) => process.send!(message);

// A parent that was killed leaves nothing running.
process.on("disconnect", () => process.exit());

process.once("message", async (job: Job) => {
  // Before the first step: the device cannot be opened, say.
  await work(job).catch((error) => {
    for (const { name } of STEPS) tellFailure(name, error);
  });
  process.disconnect();
});

async function work({ run: folder, derived, device: choice }: Job): Promise<void> {
  const run = await ReviewRun.open(folder);
  using device = await openDevice(choice);
  for (const { name: step, unread: unreadIn, work } of STEPS) {
    let told = 0;
    const onProgress = (done: number, total: number) => {
      if (Date.now() - told < TELL_MS) return;
      told = Date.now();
      tell({ kind: "progress", step, done, total });
    };
    try {
      const unread = await unreadIn(derived);
      if (unread === null || (await areBack(run, unread))) {
        tell({ kind: "progress", step, done: 0, total: run.images.length });
        await work({ run, derived, device, onProgress });
      }
      tell({ kind: "done", step });
    } catch (error) {
      tellFailure(step, error);
    }
  }
}

function tellFailure(step: string, error: unknown): void {
  const text = error instanceof Error ? error.message : String(error);
  tell({ kind: "failed", step, reason: error instanceof SkeinError ? text : `a defect in skein: ${text}` });
}
