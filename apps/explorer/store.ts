/** What the page shows, and what of it a person chose. */
import { batch, computed, effect, signal } from "@preact/signals";
import { type Columns, type ExplorerState, FLAG } from "../../src/explore/protocol.js";
import { get, getColumns, listen, Refused } from "./api.js";
import { bySortKey, type ImageOrder } from "./order.js";

export const views = ["grid", "map", "questions", "duplicates", "outliers"] as const;
export type View = (typeof views)[number];

export const filters = [
  "all",
  "undecided",
  "uncertain",
  "outliers",
  "duplicates",
  "locked",
  "ignored",
] as const;
export type Filter = (typeof filters)[number];

/** Below this confidence an image counts as uncertain. */
const UNCERTAIN = 0.6;

export const state = signal<ExplorerState | null>(null);
export const columns = signal<Columns | null>(null);
/** Whether there is something to show and to decide: the columns come after the state. */
export const isOpen = computed(() => state.value !== null && columns.value !== null);
/** Whether the server cannot be reached. */
export const lost = signal(false);

export const view = signal<View>("grid");
/** The class that is shown; null for all images. */
export const openClass = signal<number | null>(null);
export const order = signal<ImageOrder>("certain");
export const filter = signal<Filter>("all");
/** Images that are shown in place of a class, the most similar first; null where a class is shown. */
export const similar = signal<{ readonly to: number; readonly images: readonly number[] } | null>(null);
export const selected = signal<ReadonlySet<number>>(new Set());
/** The image that keys act on; -1 for none. */
export const focused = signal(-1);
/** The side of thumbnails in the grid, in pixels. */
export const cellSide = signal(matchMedia("(max-width: 700px)").matches ? 84 : 116);
/** What the narrow layout lays over the page. */
export const drawer = signal<"classes" | "details" | null>(null);

/** Whether an image passes the filter. Ignored ones pass that for them alone. */
export function passes(at: number, { flags, confidence }: Columns, chosen: Filter): boolean {
  const bits = flags[at]!;
  if (chosen === "ignored") return (bits & FLAG.ignored) !== 0;
  if (bits & FLAG.ignored) return false;
  switch (chosen) {
    case "undecided":
      return !(bits & FLAG.decided);
    case "uncertain":
      return !(bits & FLAG.decided) && confidence[at]! < UNCERTAIN;
    case "outliers":
      return (bits & FLAG.outlier) !== 0;
    case "duplicates":
      return (bits & FLAG.duplicate) !== 0;
    case "locked":
      return (bits & FLAG.locked) !== 0;
    default:
      return true;
  }
}

/** All images in the chosen order; found again only where what they are ordered by changes. */
const confidence = computed(() => columns.value?.confidence ?? null);
const bytes = computed(() => columns.value?.bytes ?? null);
const ordered = computed(() => {
  if (confidence.value === null || bytes.value === null) return new Int32Array(0);
  return bySortKey({ confidence: confidence.value, bytes: bytes.value }, order.value);
});

/** The images of the grid, in order. */
export const shown = computed<Int32Array>(() => {
  const all = columns.value;
  if (all === null) return new Int32Array(0);
  if (similar.value !== null) return Int32Array.from(similar.value.images);
  const [id, chosen] = [openClass.value, filter.value];
  return ordered.value.filter(
    (image) => (id === null || all.classOf[image] === id) && passes(image, all, chosen),
  );
});

/** Of each class by id: the most certain image, and the mean confidence. */
export const classFacts = computed(() => {
  const facts = new Map<number, { best: number; certainty: number; images: number }>();
  const all = columns.value;
  if (all === null) return facts;
  const { classOf, confidence, flags } = all;
  for (let image = 0; image < classOf.length; image++) {
    if (flags[image]! & FLAG.ignored) continue;
    const id = classOf[image]!;
    const fact = facts.get(id);
    if (!fact) facts.set(id, { best: image, certainty: confidence[image]!, images: 1 });
    else {
      if (confidence[image]! > confidence[fact.best]!) fact.best = image;
      fact.certainty += confidence[image]!;
      fact.images++;
    }
  }
  for (const fact of facts.values()) fact.certainty /= fact.images;
  return facts;
});

export const titleOf = (id: number): string =>
  id < 0 ? "Unsorted" : (state.value?.classes.find((one) => one.id === id)?.name ?? `Class ${id}`);

/** Classes that a key of a digit moves images to, in the order of their numbers, which stays as sizes change. */
export const keyedClasses = computed(() =>
  (state.value?.classes ?? [])
    .map(({ id }) => id)
    .filter((id) => id >= 0)
    .sort((a, b) => a - b)
    .slice(0, 9),
);

/** The digit of a class, 1 to 9; 0 where it has none. */
export const keyOfClass = (id: number): number => keyedClasses.value.indexOf(id) + 1;

/** Grows when a request for columns was sent, so that an earlier answer is dropped. */
let asked = 0;

/** Decisions that the server has not answered yet: what is shown is newer than what it says. */
let unanswered = 0;
export const sending = (by: 1 | -1): void => {
  unanswered += by;
};

/** What the server said last: answers and events may overtake each other. */
let newest: ExplorerState | null = null;
/** What the server said last, with its columns. */
let confirmed: { readonly state: ExplorerState; readonly columns: Columns } | null = null;

/** Shows a state; fetches columns, where it is of a later revision. */
export async function refresh(now: ExplorerState): Promise<void> {
  if (newest === null || now.revision >= newest.revision) newest = now;
  const known = newest;
  if (unanswered > 0) {
    const { refit, background } = known;
    if (state.value) state.value = { ...state.value, refit, background };
    return;
  }
  state.value = known;
  if (columns.value?.revision === known.revision) return;
  const mine = ++asked;
  const fresh = await getColumns();
  if (mine !== asked) return;
  columns.value = fresh;
  confirmed = { state: known, columns: fresh };
}

/** Shows again what the server said last. */
export function takeBack(): void {
  if (confirmed === null) return;
  supersede();
  batch(() => {
    state.value = confirmed!.state;
    columns.value = { ...confirmed!.columns, revision: -1 };
  });
}

/** Has an answer to an earlier request for columns dropped: what is shown is newer. */
export function supersede(): void {
  asked++;
}

/** Begins; what fails is told to `onTrouble`. */
export async function start(onTrouble: (text: string) => void): Promise<void> {
  const failed = (error: unknown) => onTrouble(error instanceof Error ? error.message : String(error));
  try {
    await refresh(await get<ExplorerState>("state"));
  } catch (error) {
    if (!(error instanceof Refused)) lost.value = true;
    failed(error);
  }
  listen(
    (now) => void refresh(now).catch(failed),
    (now) => {
      lost.value = now;
    },
  );
  effect(() => {
    document.title = state.value ? `${state.value.run} - Skein explorer` : "Skein explorer";
  });
}
