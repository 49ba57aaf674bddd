/** Decisions: shown at once, then told to the server, which has the last word. */
import { batch } from "@preact/signals";
import {
  type Columns,
  type DecisionRequest,
  type ExplorerState,
  FLAG,
  type SimilarImages,
} from "../../src/explore/protocol.js";
import { get, post } from "./api.js";
import {
  columns,
  openClass,
  refresh,
  selected,
  sending,
  similar,
  state,
  supersede,
  takeBack,
  titleOf,
  view,
} from "./store.js";
import { say } from "./toasts.js";

/** Waits for the one before, so that decisions arrive in their order. */
let queue: Promise<unknown> = Promise.resolve();

/** Sends a decision; what it says is shown before the answer. Resolves with whether it was accepted. */
export async function decide(decision: DecisionRequest, done?: string): Promise<boolean> {
  if (state.value?.readOnly) {
    say(state.value.readOnly, true);
    return false;
  }
  foresee(decision);
  return await send(() => post<ExplorerState>("decide", decision), done);
}

export async function undo(): Promise<void> {
  const { undo: what, refitted } = state.value ?? {};
  const undone = await send(() => post<ExplorerState>("undo", {}), what ? `Undone: ${what}` : undefined);
  if (undone && refitted && !state.value?.refitted) say("The re-fit knew this decision, and is dropped.");
}
export const redo = () =>
  send(
    () => post<ExplorerState>("redo", {}),
    state.value?.redo ? `Done again: ${state.value.redo}` : undefined,
  );
/** Begins a re-fit after what was decided before; events tell how far it is. */
export function refit(): void {
  queue = queue.then(() => post("refit", {})).catch((error: Error) => say(error.message, true));
}

async function send(request: () => Promise<ExplorerState>, done?: string): Promise<boolean> {
  const mine = queue.then(request);
  queue = mine.catch(() => {});
  sending(1);
  const answer = await mine.catch((error: unknown) => error as Error);
  sending(-1);
  if (!(answer instanceof Error)) {
    await refresh(answer).catch(() => {});
    if (done) say(done);
    return true;
  }
  say(answer.message, true);
  takeBack();
  await get<ExplorerState>("state")
    .then(refresh)
    .catch(() => {});
  return false;
}

/** Shows what a decision will do. */
function foresee(decision: DecisionRequest): void {
  const [now, all] = [state.value, columns.value];
  if (now === null || all === null) return;
  const changed = foreseen(decision, all);
  supersede();
  batch(() => {
    if (decision.kind === "name") {
      const classes = now.classes.map((one) =>
        one.id === decision.class ? { ...one, name: decision.name } : one,
      );
      state.value = { ...now, classes };
      return;
    }
    if (changed === null) return;
    columns.value = { ...all, ...changed, revision: -1 };
    state.value = { ...now, classes: counted(now, columns.value, decision) };
    if (decision.kind === "merge" && decision.classes.includes(openClass.value ?? -2))
      openClass.value = decision.into;
  });
}

/** The columns that change; null where only the server knows. */
function foreseen(decision: DecisionRequest, { classOf, flags }: Columns): Partial<Columns> | null {
  if (decision.kind === "merge") {
    const away = new Set(decision.classes);
    return { classOf: classOf.map((id) => (away.has(id) ? decision.into : id)) };
  }
  if (decision.kind === "move" && (decision.to === null || typeof decision.to === "number")) {
    const moved = classOf.slice();
    const marked = flags.slice();
    for (const image of decision.images) {
      moved[image] = decision.to ?? -1;
      marked[image]! |= FLAG.decided;
    }
    return { classOf: moved, flags: marked };
  }
  if (decision.kind === "lock" || decision.kind === "ignore") {
    const [bit, on] =
      decision.kind === "lock" ? [FLAG.locked, decision.locked] : [FLAG.ignored, decision.ignored];
    const marked = flags.slice();
    for (const image of decision.images) marked[image] = on ? marked[image]! | bit : marked[image]! & ~bit;
    return { flags: marked };
  }
  return null;
}

function counted({ classes }: ExplorerState, { classOf, flags }: Columns, decision: DecisionRequest) {
  const sizes = new Map<number, number>();
  for (let image = 0; image < classOf.length; image++) {
    if (flags[image]! & FLAG.ignored) continue;
    sizes.set(classOf[image]!, (sizes.get(classOf[image]!) ?? 0) + 1);
  }
  const gone = decision.kind === "merge" ? decision.classes.filter((id) => id !== decision.into) : [];
  return classes
    .filter(({ id }) => !gone.includes(id))
    .map((one) => ({ ...one, images: sizes.get(one.id) ?? 0 }));
}

/** The images that an action is about. */
export const chosen = (): number[] => [...selected.value];

export async function moveChosen(to: number | null | { readonly new: string | null }): Promise<void> {
  const images = chosen();
  if (images.length === 0) return;
  const where = to === null ? "Unsorted" : typeof to === "number" ? titleOf(to) : (to.new ?? "a new class");
  await decideAndLeave({ kind: "move", images, to }, `${countOf(images.length)} moved to ${where}`);
}

/** Decides on the selection, which ends with it: the next key is about other images. A refusal gives it back. */
async function decideAndLeave(decision: DecisionRequest, done: string): Promise<void> {
  const before = selected.value;
  const accepted = decide(decision, done);
  selected.value = new Set();
  if (!(await accepted) && selected.value.size === 0) selected.value = before;
}

export async function lockChosen(): Promise<void> {
  const [images, all] = [chosen(), columns.value!];
  if (images.length === 0) return;
  const locked = !images.every((image) => all.flags[image]! & FLAG.locked);
  await decide(
    { kind: "lock", images, locked },
    `${countOf(images.length)} ${locked ? "locked" : "unlocked"}`,
  );
}

export async function ignoreChosen(): Promise<void> {
  const [images, all] = [chosen(), columns.value!];
  if (images.length === 0) return;
  const ignored = !images.every((image) => all.flags[image]! & FLAG.ignored);
  const done = `${countOf(images.length)} ${ignored ? "ignored" : "taken in again"}`;
  await decideAndLeave({ kind: "ignore", images, ignored }, done);
}

export async function linkChosen(): Promise<void> {
  const images = chosen();
  if (images.length < 2) return say("Select two images and more that belong together.");
  await decide({ kind: "must-link", images }, `${countOf(images.length)} belong together`);
}

export async function partChosen(): Promise<void> {
  const [a, b, ...more] = chosen();
  if (b === undefined || more.length > 0) return say("Select the two images that do not belong together.");
  await decide({ kind: "cannot-link", images: [a!, b] }, "The next re-fit parts the two images");
}

/** Shows the images that are most like this one. */
export async function showSimilar(image: number): Promise<void> {
  try {
    const { images } = await get<SimilarImages>(`similar/${image}?count=120`);
    batch(() => {
      similar.value = { to: image, images: [image, ...images] };
      view.value = "grid";
    });
  } catch (error) {
    say((error as Error).message, true);
  }
}

export const countOf = (images: number): string =>
  `${images.toLocaleString("en-US")} ${images === 1 ? "image" : "images"}`;
