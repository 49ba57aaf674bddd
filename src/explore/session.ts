/** A run that people correct: what the classes are, and decisions, each on the disk before it is answered. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { SkeinError } from "../errors.js";
import { counted } from "../format.js";
import { decisionKind } from "../review/decision.js";
import type { ClassBeliefs } from "../review/fit/index.js";
import {
  activeDecisions,
  CORRECTIONS,
  CorrectionsWriter,
  type Decision,
  type LoggedDecision,
  nextClassId,
  parseDecision,
  type Replayed,
  type ReviewRun,
  type ReviewState,
  replay,
  type Undo,
} from "../review/index.js";
import { ASSIGNMENTS } from "../review/run/review_run.js";
import { redoStep, type Step, undoStep } from "./history.js";
import { Refusal } from "./http/answers.js";

/** A re-fit, and the decisions that it knew. */
export interface Refitted {
  readonly beliefs: ClassBeliefs;
  readonly decisions: readonly number[];
}

/** Which file a path names, and what of it. */
type Identity = string;

export class ReviewSession {
  readonly run: ReviewRun;
  readonly #log: LoggedDecision[];
  readonly #writer: CorrectionsWriter | null;
  #replayed: Replayed;
  #refitted: Refitted | null = null;
  #revision = 1;
  #readOnly: string | null;
  #found: { readonly assignments: Identity; corrections: Identity };
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(
    run: ReviewRun,
    writer: CorrectionsWriter | null,
    readOnly: string | null,
    replayed: Replayed,
    found: { readonly assignments: Identity; corrections: Identity },
  ) {
    this.run = run;
    this.#log = [...run.corrections.log];
    this.#writer = writer;
    this.#readOnly = readOnly;
    this.#found = found;
    this.#replayed = replayed;
  }

  /**
   * @param readOnly why nothing can be saved; null where this process has claimed the folder.
   * @throws {DataError} where links contradict each other. @throws {SkeinError} where the file system refuses.
   */
  static async open(run: ReviewRun, readOnly: string | null): Promise<ReviewSession> {
    // What the run holds is checked before a file is made.
    const replayed = run.replay();
    const path = join(run.folder, CORRECTIONS);
    const writer = readOnly === null ? await CorrectionsWriter.open(path, run.corrections) : null;
    return new ReviewSession(run, writer, readOnly, replayed, {
      assignments: await identityOf(join(run.folder, ASSIGNMENTS)),
      corrections: await identityOf(path),
    });
  }

  get state(): ReviewState {
    return this.#replayed.state;
  }

  get log(): readonly LoggedDecision[] {
    return this.#log;
  }

  /** Grows with each change of what is known of images. */
  get revision(): number {
    return this.#revision;
  }

  get readOnly(): string | null {
    return this.#readOnly;
  }

  /** What a person should know. */
  get notes(): string[] {
    const { refused, vanished } = this.#replayed;
    return [
      ...this.run.corrections.notes,
      ...refused.map(({ decision, reason }) => `decision ${decision.n} is left out: ${reason}`),
      ...(vanished.length > 0
        ? [`${counted(vanished.length, "corrected image")} not in the run any more (${vanished[0]!.path})`]
        : []),
    ];
  }

  get undo(): Step | null {
    return undoStep(this.#log, this.run.classes.absorbed);
  }

  get redo(): Step | null {
    return redoStep(this.#log, this.run.classes.absorbed);
  }

  /** No class has had this id or a greater one, those of decisions that were taken back among them. */
  get nextId(): number {
    return nextClassId(this.run.classes, this.#log);
  }

  /** What a re-fit believes, where it knew no decision that was taken back since. */
  get beliefs(): ClassBeliefs | null {
    return this.#refitHolds() ? this.#refitted!.beliefs : null;
  }

  /** The state after decisions alone, as a re-fit begins with it, and which decisions those are. */
  decided(): { readonly state: ReviewState; readonly decisions: number[] } {
    return { state: replay(this.run.base, this.#log).state, decisions: this.#numbersOf(this.#log) };
  }

  /** Takes over what a re-fit found: images that nobody decided about lie where it puts them. */
  adopt(refitted: Refitted): Promise<void> {
    return this.#next(async () => {
      this.#refitted = refitted;
      this.#refresh();
    });
  }

  /** What is known of images changed elsewhere: which are outliers, say. */
  touch(): void {
    this.#revision++;
  }

  /**
   * Makes decisions, all of them or none, when those before are made.
   * @param of what they are, once those before are made.
   * @throws {Refusal} where nothing can be saved. @throws {DataError} where a decision does not fit the state: it is not written.
   */
  decide(of: () => Decision[] | Promise<Decision[]>): Promise<void> {
    return this.#next(async () => {
      await this.#requireWritable();
      const decisions = (await of()).map((decision) => parseDecision(decision, "the decision"));
      try {
        for (const [i, decision] of decisions.entries()) {
          const n = (this.#log.at(-1)?.n ?? 0) + i + 1;
          decisionKind(decision.kind)!.apply(this.state, { n, time: "", ...decision });
        }
      } catch (error) {
        // Of several the first may have been applied.
        if (decisions.length > 1) this.#refresh();
        throw error;
      }
      await this.#append(decisions);
      this.#revision++;
    });
  }

  /** @throws {Refusal} where there is nothing to take back, or nothing can be saved. */
  takeBack(): Promise<void> {
    return this.#step(() => this.undo, "there is nothing to undo");
  }

  /** @throws {Refusal} where there is nothing to bring back, or nothing can be saved. */
  bringBack(): Promise<void> {
    return this.#step(() => this.redo, "there is nothing to redo");
  }

  /** Whether the folder still holds the run that was opened; where not, nothing is saved any more. */
  check(): Promise<void> {
    // Between two decisions: during one the file is about to be another.
    return this.#next(() => this.#check());
  }

  async #check(): Promise<void> {
    if (this.#readOnly !== null) return;
    const { folder } = this.run;
    if ((await identityOf(join(folder, ASSIGNMENTS))) !== this.#found.assignments) {
      this.#readOnly = `the run in ${folder} was replaced since it was opened: end skein explore, and start it again`;
    } else if ((await identityOf(join(folder, CORRECTIONS))) !== this.#found.corrections) {
      this.#readOnly = `${join(folder, CORRECTIONS)} was changed by another program: end skein explore, and start it again`;
    }
  }

  /** What is being written is written first. */
  async close(): Promise<void> {
    await this.#queue;
    await this.#writer?.close();
  }

  #step(of: () => Step | null, nothing: string): Promise<void> {
    return this.#next(async () => {
      await this.#requireWritable();
      const step = of();
      if (!step) throw new Refusal(409, nothing);
      const next = (this.#log.at(-1)?.n ?? 0) + 1;
      const lines = step.lines.map((line, i) => ({ n: next + i, time: "", ...line }));
      // Links may contradict each other then: it is known before anything is written.
      const after = this.#after([...this.#log, ...lines]);
      await this.#append(step.lines);
      this.#replayed = after;
      this.#revision++;
    });
  }

  async #append(lines: readonly (Decision | Undo)[]): Promise<void> {
    try {
      for (const line of lines) this.#log.push(await this.#writer!.append(line));
    } catch (error) {
      this.#refresh();
      throw error;
    } finally {
      this.#found.corrections = await identityOf(join(this.run.folder, CORRECTIONS));
    }
  }

  /** Applies all that is written, from the beginning. */
  #refresh(): void {
    this.#replayed = this.#after(this.#log);
    this.#revision++;
  }

  /** What the classes are after these lines. @throws {DataError} where links contradict each other. */
  #after(log: readonly LoggedDecision[]): Replayed {
    const base = this.#refitHolds(log)
      ? { ...this.run.base, classOf: this.#refitted!.beliefs.classOf }
      : this.run.base;
    return replay(base, log);
  }

  #refitHolds(log: readonly LoggedDecision[] = this.#log): boolean {
    if (!this.#refitted) return false;
    const active = new Set(this.#numbersOf(log));
    return this.#refitted.decisions.every((n) => active.has(n));
  }

  /** Of decisions that hold. */
  #numbersOf(log: readonly LoggedDecision[]): number[] {
    return activeDecisions(log, this.run.classes.absorbed).map(({ n }) => n);
  }

  async #requireWritable(): Promise<void> {
    await this.#check();
    if (this.#readOnly !== null) throw new Refusal(409, `nothing can be saved: ${this.#readOnly}`);
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => {});
    return done;
  }
}

/** Changes where a path names another file, or the file was written to. Empty where there is none. */
async function identityOf(path: string): Promise<Identity> {
  try {
    const { ino, size, mtimeMs } = await stat(path);
    return `${ino} ${size} ${mtimeMs}`;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return "";
    throw new SkeinError(`${path} cannot be read: ${message}`, { cause: error });
  }
}
