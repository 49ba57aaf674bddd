/** A file that says which process works in a place, so that a second one stops instead of mixing with it. */
import { randomBytes } from "node:crypto";
import { closeSync, openSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { link, readFile, rename, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { setTimeout } from "node:timers/promises";
import { ArgumentError } from "../../errors.js";
import { writeRefusal } from "../atomic_file.js";
import { atExit } from "../exit_cleanup.js";

/** Who holds a lock, as the file has it in JSON. */
interface Holder {
  readonly pid: number;
  /** The machine, and on Linux the container: elsewhere the number means another process. */
  readonly host: string;
  /** When that process began, where the system tells (Linux): numbers are given out again. */
  readonly start: string | null;
  readonly since: string;
}

/** Who has a lock that could not be had. */
export interface Held {
  /** In words; of a process that cannot be asked for, with what to do once it has ended. */
  readonly holder: string;
  /** Whether its process is known to run: on another machine, or in another container, nobody can tell. */
  readonly running: boolean;
}

/** A file without a holder is one being written just now; after this time its writer has died. */
const UNFINISHED_MS = 5000;

export class Lock {
  readonly #path: string;
  readonly #forget: () => void;

  private constructor(path: string) {
    this.#path = path;
    this.#forget = atExit(() => rmSync(path, { force: true }));
  }

  /**
   * Creates the file at `path`. One that a process left which no longer runs is replaced.
   * @param place what the lock is for, as the user named it
   * @throws {ArgumentError} when another process holds it; SkeinError when the file system refuses.
   */
  static async acquire(path: string, place: string): Promise<Lock> {
    const taken = await take(path);
    if (taken !== null) throw held(place, path, taken);
    return new Lock(path);
  }

  /**
   * The same for those who go on elsewhere where it is held.
   * @returns the lock, or which process holds it.
   * @throws {SkeinError} when the file system refuses.
   */
  static async tryAcquire(path: string): Promise<Lock | Held> {
    const taken = await take(path);
    if (taken === null) return new Lock(path);
    const running = isHere(taken);
    return { holder: `${whoIs(taken)}${running ? "" : `; if it has ended, remove ${path}`}`, running };
  }

  release(): void {
    this.#forget();
    rmSync(this.#path, { force: true });
  }
}

/** Creates the file; the process that has it where that runs. */
async function take(path: string): Promise<Holder | null> {
  while (!create(path)) {
    const found = await read(path);
    if (found === null) continue;
    const { text, holder, age } = found;
    if (holder === null && age < UNFINISHED_MS) {
      await setTimeout(50);
      continue;
    }
    if (holder !== null && isRunning(holder)) return holder;
    await removeStale(path, text);
  }
  return null;
}

/** Whether the file could be created; false where there is one. */
function create(path: string): boolean {
  let file: number | undefined;
  try {
    file = openSync(path, "wx");
    writeFileSync(file, JSON.stringify(thisProcess()));
    return true;
  } catch (error) {
    if (file !== undefined) rmSync(path, { force: true });
    else if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw writeRefusal(path, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Null where the file is gone by now. */
async function read(path: string): Promise<{ text: string; holder: Holder | null; age: number } | null> {
  try {
    const text = await readFile(path, "utf8");
    const age = Date.now() - (await stat(path)).mtimeMs;
    return { text, holder: parse(text), age };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw writeRefusal(path, error);
  }
}

function parse(text: string): Holder | null {
  try {
    const { pid, host, start = null, since = "" } = JSON.parse(text) as Partial<Holder>;
    return Number.isInteger(pid) && typeof host === "string" ? { pid: pid!, host, start, since } : null;
  } catch {
    return null;
  }
}

/** Takes the file away, unless another process replaced it after it was read. */
async function removeStale(path: string, text: string): Promise<void> {
  const moved = `${path}-${randomBytes(6).toString("hex")}`;
  try {
    await rename(path, moved);
    if ((await readFile(moved, "utf8")) !== text) await link(moved, path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" && code !== "EEXIST") throw writeRefusal(path, error);
  } finally {
    await rm(moved, { force: true });
  }
}

function thisProcess(): Holder {
  const { pid } = process;
  return { pid, host: host(), start: startOf(pid), since: new Date().toISOString() };
}

/** A process of another machine or container cannot be asked for: it counts as running. */
function isRunning(holder: Holder): boolean {
  if (holder.host !== host()) return true;
  if (holder.start !== null) return startOf(holder.pid) === holder.start;
  try {
    process.kill(holder.pid, 0);
    return holder.pid !== process.pid;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

function host(): string {
  try {
    return `${hostname()} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}

/** The boot, and the time since then at which the process began; null where it does not run, or off Linux. */
function startOf(pid: number): string | null {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field, a name in brackets, may hold anything: fields are counted after it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const ended = fields[0] === "Z" || fields[0] === "X";
    return ended ? null : `${boot} ${fields[19]}`;
  } catch {
    return null;
  }
}

const isHere = (holder: Holder) => holder.host === host();

function whoIs(holder: Holder): string {
  const { pid, since } = holder;
  return `process ${pid}${isHere(holder) ? "" : ` on ${holder.host.split(" ")[0]}`}, since ${since}`;
}

function held(place: string, path: string, holder: Holder): ArgumentError {
  const remedy = isHere(holder) ? "" : `, or, if that process has ended, remove ${path}`;
  return new ArgumentError(
    `${place}: another run is writing here (${whoIs(holder)}): wait until it has ended, choose another folder${remedy}`,
  );
}
