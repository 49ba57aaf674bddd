/** `skein correct`: decisions about the classes of a run. */
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { ArgumentError, DataError } from "../errors.js";
import { counted } from "../format.js";
import {
  activeDecisions,
  CORRECTIONS,
  type CorrectionOptions,
  CorrectionsWriter,
  checkUndo,
  type Decision,
  decisionKind,
  type ImageKey,
  isAbsorbed,
  type LoggedDecision,
  nextClassId,
  parseDecision,
  ReviewRun,
  registeredDecisions,
  replay,
  type Undo,
} from "../review/index.js";
import { isRunFolder } from "../review/run/is_run_folder.js";
import { lockRun } from "../review/run/run_lock.js";
import { EXIT } from "./exit_codes.js";
import { InterruptListener } from "./interrupt.js";
import type { Output } from "./output.js";
import { table } from "./table.js";

export interface CorrectOptions extends CorrectionOptions {
  readonly json?: boolean;
}

export interface AskedCorrection {
  readonly kind: string;
  readonly words: readonly string[];
}

export async function correct(
  folder: string,
  asked: AskedCorrection,
  options: CorrectOptions,
  out: Output,
): Promise<number> {
  using interrupt = new InterruptListener(out);
  const { signal } = interrupt;
  if (asked.kind === "list") return await list(await ReviewRun.open(folder, { signal }), options, out);
  const words = asked.words.length === 1 && asked.words[0] === "-" ? lines(await text(process.stdin)) : null;
  // Nobody else decides anything between what is read and what is written.
  const lock = isRunFolder(folder) ? await lockRun(folder) : null;
  try {
    const run = await ReviewRun.open(folder, { signal });
    for (const note of run.corrections.notes) out.warn(note);
    const decision =
      asked.kind === "undo"
        ? undoOf(run, asked.words)
        : decisionOf(run, { ...asked, words: words ?? asked.words }, options);
    signal.throwIfAborted();
    const logged = await written(run, decision);
    const line = describe(run.corrections.log, logged);
    if (options.json) await out.data(`${JSON.stringify({ ...logged, text: line })}\n`);
    else await out.result(`${logged.n}: ${line}\n`);
    return EXIT.success;
  } finally {
    lock?.release();
  }
}

const lines = (given: string) => given.split(/\r?\n/).filter((line) => line !== "");

async function written(run: ReviewRun, decision: Decision): Promise<LoggedDecision> {
  const writer = await CorrectionsWriter.open(join(run.folder, CORRECTIONS), run.corrections);
  try {
    return await writer.append(decision);
  } finally {
    await writer.close();
  }
}

/** @throws {ArgumentError} where words are no decision. @throws {DataError} where it does not fit the run. */
function decisionOf(
  run: ReviewRun,
  { kind: name, words }: AskedCorrection,
  options: CorrectOptions,
): Decision {
  const kind = decisionKind(name);
  if (!kind) {
    const kinds = [...registeredDecisions().map((known) => known.kind), "undo", "list"].join(", ");
    throw new ArgumentError(`there is no decision ${name}: give one of ${kinds}`);
  }
  const { usage, least, most = Number.POSITIVE_INFINITY, options: taken = [] } = kind.command;
  if (words.length < least || words.length > most) {
    throw new ArgumentError(`${name} takes other words: skein correct RUN ${name} ${usage}`);
  }
  const other = (["to", "off"] as const).find((one) => options[one] !== undefined && !taken.includes(one));
  if (other !== undefined) throw new ArgumentError(`--${other} is not for ${name}: leave it out`);
  const { state, refused } = run.replay();
  const { log } = run.corrections;
  const files = run.files && new Map(run.files.map((file, i) => [resolve(file), run.images[i]!]));
  const byPath = new Map(run.images.map((key) => [key.path, key]));
  const decision = parseDecision(
    {
      kind: name,
      ...kind.command.read({
        ...({ words, to: options.to, off: options.off } as CorrectionOptions & { words: readonly string[] }),
        classOf: (word) => classCalled(word, [...state.classes.values()]),
        images: (names) =>
          names.map((path): ImageKey => {
            const key = byPath.get(path) ?? files?.get(resolve(path));
            if (key) return { path: key.path, hash: key.hash };
            throw new ArgumentError(
              `${path} is not in the run: give a name of ${run.folder}/assignments.csv, or a path`,
            );
          }),
        newClass: () => nextClassId(run.classes, log),
      }),
    },
    name,
  );
  const logged = { ...decision, n: nextNumber(log), time: new Date().toISOString() };
  const now = replay(run.base, [...log, logged]);
  const [reason] = now.refused.slice(refused.length);
  if (reason) throw new DataError(reason.reason);
  return decision;
}

/** A class by its id, or by its name. */
function classCalled(
  word: string,
  classes: readonly { readonly id: number; readonly name: string | null }[],
): number {
  if (/^\d+$/.test(word)) return Number(word);
  const found = classes.filter(({ name }) => name?.toLowerCase() === word.toLowerCase());
  if (found.length === 1) return found[0]!.id;
  throw new ArgumentError(
    found.length === 0
      ? `no class is called ${word}: give the id of one`
      : `classes ${found.map(({ id }) => id).join(" and ")} are called ${word}: give an id`,
  );
}

const nextNumber = (log: readonly LoggedDecision[]) => (log.at(-1)?.n ?? 0) + 1;

function undoOf({ corrections: { log }, base }: ReviewRun, words: readonly string[]): Undo {
  const [word] = words;
  if (words.length > 1 || (word !== undefined && !/^[1-9]\d*$/.test(word))) {
    throw new ArgumentError(
      "undo takes one number of a decision, or nothing: skein correct RUN list shows them",
    );
  }
  const { absorbed = 0 } = base;
  const open = activeDecisions(log, absorbed).filter((line) => !isAbsorbed(line, absorbed));
  const of = word === undefined ? open.at(-1)?.n : Number(word);
  if (of === undefined) throw new DataError("there is no decision to take back");
  checkUndo(log, of, absorbed);
  const undo: LoggedDecision<Undo> = { n: nextNumber(log), time: new Date().toISOString(), kind: "undo", of };
  // Brings a decision back, which may be a link that contradicts later ones.
  if (log.find(({ n }) => n === of)!.kind === "undo") replay(base, [...log, undo]);
  return { kind: "undo", of };
}

function describe(log: readonly LoggedDecision[], line: LoggedDecision): string {
  if (line.kind !== "undo") return decisionKind(line.kind)!.describe(line);
  const { of } = line as LoggedDecision<Undo>;
  const undone = log.find(({ n }) => n === of)!;
  return undone.kind === "undo"
    ? `again: ${describe(log, log.find(({ n }) => n === (undone as LoggedDecision<Undo>).of)!)}`
    : `not any more: ${describe(log, undone)}`;
}

async function list(run: ReviewRun, { json }: CorrectOptions, out: Output): Promise<number> {
  const { log, notes } = run.corrections;
  for (const note of notes) out.warn(note);
  const active = new Set(activeDecisions(log, run.base.absorbed).map(({ n }) => n));
  const rows = log.map((line) => ({
    n: line.n,
    time: line.time,
    text: describe(log, line),
    undone: line.kind !== "undo" && !active.has(line.n),
  }));
  if (json) await out.data(`${JSON.stringify(rows, null, 2)}\n`);
  else if (rows.length === 0) await out.result("no decision yet\n");
  else {
    const body = rows.map(({ n, time, text, undone }) => [String(n), time, text, undone ? "taken back" : ""]);
    await out.result(table(["number", "<time", "<decision", "<"], body));
    await out.result(`${counted(active.size, "decision")} in force\n`);
  }
  return EXIT.success;
}
