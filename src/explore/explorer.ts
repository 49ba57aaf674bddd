/** A run that is open for people to correct: its decisions, and what is computed beside them. */
import { lstat, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import type { DeviceChoice } from "../device/node/index.js";
import { ArgumentError, SkeinError } from "../errors.js";
import type { Lock } from "../io/node/lock.js";
import { ReviewRun, UNSORTED_CLASS } from "../review/index.js";
import { lockRun } from "../review/run/run_lock.js";
import { Analysis } from "./analysis/analysis.js";
import { DERIVED, type DerivedFolder, fingerprintOf } from "./analysis/derived.js";
import { shown } from "./history.js";
import type { Listener } from "./http/server.js";
import { Pictures } from "./pictures.js";
import type { ClassState, ExplorerState, Progress } from "./protocol.js";
import { Refit } from "./refit.js";
import { ReviewSession } from "./session.js";
import { ThumbnailFiles } from "./thumbnail_files.js";
import { Thumbnails } from "./thumbnails.js";
import { Views } from "./views.js";

export interface ExplorerOptions {
  /** What features and what follows from them are computed on. Default "auto". */
  readonly device?: DeviceChoice;
  readonly signal?: AbortSignal;
}

/** Decisions and notes that a state tells of. */
const [SHOWN_DECISIONS, SHOWN_NOTES] = [50, 20];
/** Milliseconds between two states that listeners are sent. */
const TELL_MS = 200;

/** What is to be given back in the end. */
interface Held {
  readonly lock: Lock | null;
  readonly thumbnailFiles: ThumbnailFiles | null;
  /** A folder of this process alone; null where derived files stay in the run's. */
  readonly temporary: string | null;
}

const THUMBNAILS = "thumbnails";

export class Explorer {
  readonly session: ReviewSession;
  readonly pictures: Pictures;
  readonly thumbnails: Thumbnails;
  readonly views: Views;
  readonly refit: Refit;
  readonly #held: Held;
  readonly #notes: readonly string[];
  readonly #analysis: Analysis;
  readonly #stop = new AbortController();
  readonly #background: Promise<unknown>;
  readonly #listeners = new Set<Listener>();
  #making: Progress | null = null;
  #telling: NodeJS.Timeout | null = null;

  private constructor(
    session: ReviewSession,
    derived: DerivedFolder,
    device: DeviceChoice,
    held: Held,
    notes: readonly string[],
  ) {
    const { run } = session;
    this.session = session;
    this.#held = held;
    this.#notes = notes;
    this.pictures = new Pictures(run);
    this.thumbnails = new Thumbnails(run, this.pictures, held.thumbnailFiles);
    this.#analysis = new Analysis({ run: run.folder, derived, device }, (step) => void this.#took(step));
    this.views = new Views(run, derived, this.#analysis);
    this.refit = new Refit(session, this.views, derived, () => this.changed());
    this.#background = this.#prepare();
  }

  /**
   * Opens the folder of a run, and begins what is computed in the background. A folder that cannot be written to is opened, too:
   * nothing can be decided then.
   * @throws {ArgumentError} where another explorer or a run has the folder. @throws {DataError} where it holds no run, or links
   *   contradict each other. @throws {SkeinError} where the file system refuses.
   */
  static async open(folder: string, options: ExplorerOptions = {}): Promise<Explorer> {
    const { device = "auto", signal } = options;
    // A folder that is no run gets no file of ours.
    await ReviewRun.open(folder, signal ? { signal } : {});
    const { lock, readOnly } = await claim(folder);
    let session: ReviewSession | null = null;
    let temporary: string | null = null;
    try {
      // Read again: until it was claimed, others may have written.
      const run = await ReviewRun.open(folder, signal ? { signal } : {});
      session = await ReviewSession.open(run, readOnly);
      const link = await linkIn(folder);
      const notes =
        link === null
          ? []
          : [`${link} is a link, and nothing that is computed is kept: remove it, and start again`];
      if (readOnly !== null || link !== null) temporary = await mkdtemp(join(tmpdir(), "skein-explore-"));
      const place = temporary ?? join(resolve(folder), DERIVED);
      await mkdir(place, { recursive: true, mode: 0o700 });
      const derived = { folder: place, fingerprint: await fingerprintOf(run) };
      const thumbnailFiles = await ThumbnailFiles.open(join(place, THUMBNAILS));
      const explorer = new Explorer(session, derived, device, { lock, thumbnailFiles, temporary }, notes);
      await explorer.refit.restore();
      return explorer;
    } catch (error) {
      await session?.close();
      lock?.release();
      if (temporary !== null) await rm(temporary, { recursive: true, force: true });
      const { code } = error as NodeJS.ErrnoException;
      if (error instanceof SkeinError || code === undefined) throw error;
      throw new SkeinError(`${folder} cannot be explored: ${(error as Error).message}`, { cause: error });
    }
  }

  state(): ExplorerState {
    const { session } = this;
    const { run, state, undo, redo } = session;
    const { lines, count } = shown(session.log, SHOWN_DECISIONS, run.classes.absorbed);
    const notes = [...this.#notes, ...session.notes, ...this.#analysis.failures];
    if (this.refit.failure !== null) notes.push(this.refit.failure);
    if (notes.length > SHOWN_NOTES)
      notes.splice(SHOWN_NOTES, notes.length, `and ${notes.length - SHOWN_NOTES} more`);
    return {
      revision: session.revision,
      run: basename(resolve(run.folder)),
      source: run.classes.source,
      images: run.images.length,
      classes: classStates(state),
      readOnly: session.readOnly,
      notes,
      decisions: lines,
      decisionCount: count,
      undo: undo?.text ?? null,
      redo: redo?.text ?? null,
      refit: this.refit.progress,
      refitted: session.beliefs !== null,
      background: [...(this.#making ? [this.#making] : []), ...this.#analysis.progress],
    };
  }

  /** Sends each listener the state, and those that follow. Returns what ends that. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    listener.tell(JSON.stringify(this.state()));
    return () => this.#listeners.delete(listener);
  }

  /** Has listeners told, soon. */
  changed(): void {
    if (this.#stop.signal.aborted) return;
    this.#telling ??= setTimeout(() => {
      this.#telling = null;
      if (this.#listeners.size === 0) return;
      const text = JSON.stringify(this.state());
      for (const listener of this.#listeners) listener.tell(text);
    }, TELL_MS);
  }

  /** Ends what is computed; what is being written is written first. */
  async close(): Promise<void> {
    this.#stop.abort();
    if (this.#telling) clearTimeout(this.#telling);
    await this.refit.stop();
    await this.#analysis.close();
    await this.#background;
    await this.session.close();
    const { lock, thumbnailFiles, temporary } = this.#held;
    await thumbnailFiles?.close();
    lock?.release();
    if (temporary !== null) await rm(temporary, { recursive: true, force: true });
  }

  async #prepare(): Promise<void> {
    const { signal } = this.#stop;
    try {
      await this.views.measureFiles(signal);
      this.#touch();
      await this.thumbnails.makeAll((done, total) => {
        this.#making = done < total ? { done, total, what: "making thumbnails" } : null;
        this.changed();
      }, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }

  async #took(step: string | null): Promise<void> {
    // What cannot be read is told of where it is asked for.
    if (step !== null) {
      await this.views.take(step).catch(() => {});
      this.#touch();
    }
    this.changed();
  }

  #touch(): void {
    this.session.touch();
    this.changed();
  }
}

/** A link where folders of derived files are to be: it may lead anywhere. Null where there is none. */
async function linkIn(folder: string): Promise<string | null> {
  for (const path of [join(folder, DERIVED), join(folder, DERIVED, THUMBNAILS)]) {
    if ((await lstat(path).catch(() => null))?.isSymbolicLink()) return path;
  }
  return null;
}

/** The folder for this process, or why nothing can be saved there. */
async function claim(
  folder: string,
): Promise<{ readonly lock: Lock | null; readonly readOnly: string | null }> {
  try {
    return { lock: await lockRun(folder), readOnly: null };
  } catch (error) {
    if (error instanceof ArgumentError || !(error instanceof SkeinError)) throw error;
    return { lock: null, readOnly: `${error.message}: decisions need a folder that can be written to` };
  }
}

function classStates(state: ReviewSession["state"]): ClassState[] {
  const { classOf, ignored } = state;
  let last = UNSORTED_CLASS;
  for (const id of state.classes.keys()) last = Math.max(last, id);
  // The unsorted ones first.
  const counts = new Uint32Array(last + 2);
  for (let image = 0; image < classOf.length; image++) if (!ignored[image]) counts[classOf[image]! + 1]!++;
  const classes = [...state.classes.values()].sort((a, b) => a.id - b.id);
  return [...classes, { id: UNSORTED_CLASS, name: null }].map(({ id, name }) => ({
    ...{ id, name },
    images: counts[id + 1]!,
  }));
}
