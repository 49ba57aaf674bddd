/** Classes after decisions, fitted again in the background. */
import { type ClassBeliefs, refitClasses } from "../review/fit/index.js";
import { type DerivedFolder, readTensors, writeTensors } from "./analysis/derived.js";
import type { Progress } from "./protocol.js";
import type { ReviewSession } from "./session.js";
import type { Views } from "./views.js";

const NAME = "refit";

export class Refit {
  readonly #session: ReviewSession;
  readonly #views: Views;
  readonly #derived: DerivedFolder;
  readonly #onChange: () => void;
  #running: { readonly stop: AbortController; readonly done: Promise<void> } | null = null;
  #progress: Progress | null = null;
  #failure: string | null = null;

  constructor(session: ReviewSession, views: Views, derived: DerivedFolder, onChange: () => void) {
    this.#session = session;
    this.#views = views;
    this.#derived = derived;
    this.#onChange = onChange;
  }

  get progress(): Progress | null {
    return this.#progress;
  }

  /** Why the last one failed. */
  get failure(): string | null {
    return this.#failure;
  }

  /** Starts a re-fit with all decisions so far; one that runs is stopped. @throws {Refusal} where look-alikes are not known yet. */
  async start(): Promise<void> {
    const graph = await this.#views.graph();
    await this.stop();
    const { run } = this.#session;
    const { state, decisions } = this.#session.decided();
    const stop = new AbortController();
    const { signal } = stop;
    this.#failure = null;
    this.#progress = { done: 0, total: state.classes.size, what: "fitting again" };
    const onProgress = (done: number, total: number) => {
      this.#progress = { done, total, what: "fitting again" };
      this.#onChange();
    };
    const prior = { classOf: run.base.classOf, confidence: run.confidence };
    const done = refitClasses(graph, prior, state, { signal, onProgress })
      .then(async (beliefs) => {
        signal.throwIfAborted();
        await this.#session.adopt({ beliefs, decisions });
        await this.#keep(beliefs, decisions);
      })
      .catch((error) => {
        if (!signal.aborted) this.#failure = `fitting again failed: ${error.message}`;
      })
      .finally(() => {
        if (this.#running?.stop === stop) {
          this.#running = null;
          this.#progress = null;
        }
        this.#onChange();
      });
    this.#running = { stop, done };
  }

  /** After a decision: one that runs begins again, with it. */
  async restart(): Promise<void> {
    if (this.#running) await this.start();
  }

  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    this.#progress = null;
    running?.stop.abort();
    await running?.done;
  }

  /** Takes up what an earlier explorer found, where all decisions that it knew still hold. */
  async restore(): Promise<void> {
    const kept = await readTensors(this.#derived, NAME);
    if (!kept) return;
    const { tensors, facts } = kept;
    const [classOf, second] = [tensors.get("classOf"), tensors.get("second")];
    const [confidence, secondConfidence] = [tensors.get("confidence"), tensors.get("secondConfidence")];
    if (classOf?.dtype !== "I32" || second?.dtype !== "I32") return;
    if (confidence?.dtype !== "F32" || secondConfidence?.dtype !== "F32") return;
    const names = new Map(this.#session.log.map((line) => [nameOf(line), line.n]));
    const decisions = (JSON.parse(facts.decisions ?? "[]") as string[]).map((name) => names.get(name));
    if (decisions.some((n) => n === undefined)) return;
    const beliefs = {
      classOf: classOf.data,
      confidence: confidence.data,
      second: second.data,
      secondConfidence: secondConfidence.data,
    };
    await this.#session.adopt({ beliefs, decisions: decisions as number[] });
  }

  async #keep(beliefs: ClassBeliefs, decisions: readonly number[]): Promise<void> {
    const shape = [beliefs.classOf.length];
    const names = new Map(this.#session.log.map((line) => [line.n, nameOf(line)]));
    // It can be found again: where the disk is full, it is.
    await writeTensors(
      this.#derived,
      NAME,
      new Map([
        ["classOf", { dtype: "I32", shape, data: beliefs.classOf }],
        ["confidence", { dtype: "F32", shape, data: beliefs.confidence }],
        ["second", { dtype: "I32", shape, data: beliefs.second }],
        ["secondConfidence", { dtype: "F32", shape, data: beliefs.secondConfidence }],
      ]),
      [],
      { decisions: JSON.stringify(decisions.map((n) => names.get(n))) },
    ).catch(() => {});
  }
}

/** A file of corrections that was begun anew has the same numbers. */
const nameOf = ({ n, time }: { readonly n: number; readonly time: string }) => `${n} ${time}`;
