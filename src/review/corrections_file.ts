/** corrections.jsonl: a decision a line, only ever added to. */
import { type FileHandle, open, readFile } from "node:fs/promises";
import * as z from "zod";
import { DataError, SkeinError } from "../errors.js";
import { writeRefusal } from "../io/atomic_file.js";
import { type Decision, decisionKind, type LoggedDecision, registeredDecisions } from "./decision.js";
import "./decisions/index.js";
import type { Undo } from "./replay.js";

/** The file's name in the folder of a run. */
export const CORRECTIONS = "corrections.jsonl";

export interface ReadCorrections {
  readonly log: readonly LoggedDecision[];
  /** Bytes of whole lines; what lies behind them was cut off while it was written. */
  readonly length: number;
  /** Bytes that were read. */
  readonly size: number;
  /** What was left out and why, a sentence each. */
  readonly notes: readonly string[];
}

const undo = z.strictObject({ kind: z.literal("undo"), of: z.int().min(1) });
const stamp = z.object({ n: z.int().min(1), time: z.iso.datetime(), kind: z.string() });

/**
 * Reads a file of corrections. A last line that was cut off is left out and named; a file that is not there holds nothing.
 * @throws {DataError} where another line is no decision, naming it.
 * @throws {SkeinError} where the file system refuses.
 */
export async function readCorrections(path: string): Promise<ReadCorrections> {
  const bytes = await readFile(path).catch((error) => {
    if (error.code === "ENOENT") return Buffer.alloc(0);
    throw new SkeinError(`${path} cannot be read: ${error.message}`, { cause: error });
  });
  const ended = bytes.lastIndexOf(0x0a) + 1;
  const lines = bytes.toString("utf8", 0, ended).split("\n").slice(0, -1);
  // An editor may have saved a whole line without its end.
  const tail = bytes.toString("utf8", ended);
  const isWhole = tail !== "" && isDecision(tail);
  if (isWhole) lines.push(tail);
  const length = isWhole ? bytes.length : ended;
  const log: LoggedDecision[] = [];
  lines.forEach((line, i) => {
    if (line.trim() === "") return;
    const decision = parseLine(line, `${path}, line ${i + 1}`);
    const last = log.at(-1)?.n ?? 0;
    if (decision.kind === "undo" && (decision as LoggedDecision<Undo>).of >= decision.n) {
      throw new DataError(
        `${path}, line ${i + 1}: an undo takes back an earlier decision: correct its number`,
      );
    }
    if (decision.n <= last) {
      throw new DataError(`${path}, line ${i + 1}: n is ${decision.n} after ${last}: numbers have to grow`);
    }
    log.push(decision);
  });
  const notes =
    length < bytes.length
      ? [
          `${path}, line ${lines.length + 1}, was cut off and is left out; the ${lines.length} before it are used`,
        ]
      : [];
  return { log, length, size: bytes.length, notes };
}

function isDecision(text: string): boolean {
  try {
    parseLine(text, "");
    return true;
  } catch {
    return false;
  }
}

function parseLine(line: string, where: string): LoggedDecision {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new DataError(`${where} is no JSON: correct it, or remove the line`);
  }
  const stamped = stamp.safeParse(value);
  if (!stamped.success) throw new DataError(`${where}: ${reasonOf(stamped.error)}`);
  const { n, time, ...decision } = value as LoggedDecision;
  return { ...parseDecision(decision, where), n, time };
}

/**
 * A decision in the form of its kind.
 * @throws {DataError} where it has no kind that is known, or not what its kind needs.
 */
export function parseDecision(decision: Decision, where: string): Decision {
  const schema: z.ZodType<Decision> | undefined =
    decision.kind === "undo" ? undo : decisionKind(decision.kind)?.schema;
  if (!schema) {
    const known = [...registeredDecisions().map(({ kind }) => kind), "undo"].sort().join(", ");
    throw new DataError(`${where}: there is no decision of kind ${decision.kind}: kinds are ${known}`);
  }
  const parsed = schema.safeParse(decision);
  if (!parsed.success) throw new DataError(`${where}: ${reasonOf(parsed.error)}`);
  return parsed.data;
}

function reasonOf({ issues: [issue] }: z.ZodError): string {
  const at = issue!.path.join(".");
  return `${at === "" ? "" : `${at}: `}${issue!.message}`;
}

/** Adds decisions to a file of corrections; each is on the disk when `append` resolves. */
export class CorrectionsWriter {
  readonly #path: string;
  readonly #file: FileHandle;
  #last: number;
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(path: string, file: FileHandle, last: number) {
    this.#path = path;
    this.#file = file;
    this.#last = last;
  }

  /**
   * Opens the file, or makes it. What was cut off at its end is removed. One process at a time may write: the caller sees to
   * that.
   * @throws {SkeinError} where the file is not the one that was read any more, or the file system refuses.
   */
  static async open(path: string, { log, length, size }: ReadCorrections): Promise<CorrectionsWriter> {
    let file: FileHandle | undefined;
    try {
      file = await open(path, "a+");
      if ((await file.stat()).size !== size) {
        throw new SkeinError(`${path} changed since it was read: read it again`);
      }
      await file.truncate(length);
      if (length > 0 && (await file.read(Buffer.alloc(1), 0, 1, length - 1)).buffer[0] !== 0x0a) {
        await file.appendFile("\n");
      }
      return new CorrectionsWriter(path, file, log.at(-1)?.n ?? 0);
    } catch (error) {
      await file?.close().catch(() => {});
      throw error instanceof SkeinError ? error : writeRefusal(path, error);
    }
  }

  /**
   * Writes a decision, and waits for the disk.
   * @throws {SkeinError} where the file system refuses; the file then ends with the line before.
   */
  async append<D extends Decision | Undo>(decision: D): Promise<LoggedDecision<D>> {
    const written = this.#queue.then(async () => {
      const logged = { n: this.#last + 1, time: new Date().toISOString(), ...decision };
      const { size } = await this.#file.stat();
      try {
        await this.#file.appendFile(`${JSON.stringify(logged)}\n`);
        await this.#file.datasync();
      } catch (error) {
        await this.#file.truncate(size).catch(() => {});
        throw writeRefusal(this.#path, error);
      }
      this.#last++;
      return logged;
    });
    this.#queue = written.catch(() => {});
    return written;
  }

  async close(): Promise<void> {
    await this.#queue;
    await this.#file.close();
  }
}
