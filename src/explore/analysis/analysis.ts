/** Starts the process that computes, and knows what is done. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { excerpt } from "../../errors.js";
import { atExit } from "../../io/exit_cleanup.js";
import { Refusal } from "../http/answers.js";
import type { Progress } from "../protocol.js";
import type { Job, Message } from "./child.js";
import { STEPS } from "./steps.js";

/** The compiled program, from src/ as from dist/. */
const CHILD = fileURLToPath(new URL("../../../dist/explore/analysis/child.js", import.meta.url));
/** Characters of stderr that are kept to explain a process that died. */
const KEPT = 2000;

type StepState =
  | { readonly kind: "waiting" }
  | { readonly kind: "done" }
  | { readonly kind: "running"; readonly done: number; readonly total: number }
  | { readonly kind: "failed"; readonly reason: string };

export class Analysis {
  readonly #states = new Map<string, StepState>(STEPS.map(({ name }) => [name, { kind: "waiting" }]));
  readonly #ended: Promise<void>;
  readonly #child: ChildProcess;

  /** @param onChange told of progress, and of steps that are done. */
  constructor(job: Job, onChange: (done: string | null) => void) {
    // Of a group of its own: Ctrl-C is the parent's to handle.
    const child = fork(CHILD, [], {
      execArgv: [],
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      detached: true,
    });
    this.#child = child;
    const keep = atExit(() => child.kill("SIGKILL"));
    let stderr = "";
    child.stderr!.setEncoding("utf8").on("data", (text: string) => {
      stderr = (stderr + text).slice(-KEPT);
    });
    child.on("message", (message: Message) => {
      const { step } = message;
      if (message.kind === "progress") this.#states.set(step, { ...message, kind: "running" });
      else if (message.kind === "done") this.#states.set(step, { kind: "done" });
      else this.#states.set(step, { kind: "failed", reason: message.reason });
      onChange(message.kind === "done" ? step : null);
    });
    this.#ended = new Promise((resolve) => {
      child.on("error", () => resolve());
      child.on("close", (code, by) => {
        keep();
        // Node ends what it says of an error with its own version.
        const said = stderr.trim().split("\n");
        const why = excerpt(said.find((line) => /^\w*Error\b/.test(line)) ?? said.at(-1)!);
        for (const [name, { kind }] of this.#states) {
          if (kind !== "waiting" && kind !== "running") continue;
          const reason = `the process that computes ended by ${by ?? `exit code ${code}`}${why && `: ${why}`}`;
          this.#states.set(name, { kind: "failed", reason });
        }
        onChange(null);
        resolve();
      });
    });
    child.send(job);
  }

  /** What is under way. */
  get progress(): Progress[] {
    return STEPS.flatMap(({ name, what }) => {
      const state = this.#states.get(name)!;
      return state.kind === "running" ? [{ done: state.done, total: state.total, what }] : [];
    });
  }

  /** Why steps are missing, a sentence each. */
  get failures(): string[] {
    return STEPS.flatMap(({ name, what }) => {
      const state = this.#states.get(name)!;
      return state.kind === "failed" ? [`${what}: ${state.reason}`] : [];
    });
  }

  /** @throws {Refusal} with status 503 where a step is not done, saying why. */
  require(name: string): void {
    const state = this.#states.get(name)!;
    const { what } = STEPS.find((step) => step.name === name)!;
    if (state.kind === "done") return;
    if (state.kind === "failed") throw new Refusal(503, `${what} failed: ${state.reason}`);
    if (state.kind === "waiting") throw new Refusal(503, `${what} has not begun: wait a little`);
    throw new Refusal(503, `${what}: ${state.done} of ${state.total}, wait a little`);
  }

  async close(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended;
  }
}
