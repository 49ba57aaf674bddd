/** Names of images, fetched some at a time as they come into view. */
import { signal } from "@preact/signals";
import { post } from "./api.js";

const known = new Map<number, string>();
const wanted = new Set<number>();
/** Grows with every answer, so that what shows names is drawn again. */
const answers = signal(0);
let waits = false;

/** The image's name; empty until it is known. */
export function nameOf(image: number): string {
  void answers.value;
  const name = known.get(image);
  if (name !== undefined) return name;
  wanted.add(image);
  if (!waits) {
    waits = true;
    setTimeout(fetchWanted, 30);
  }
  return "";
}

async function fetchWanted(): Promise<void> {
  waits = false;
  const images = [...wanted];
  wanted.clear();
  const names = await post<string[]>("names", images).catch(() => null);
  if (names === null) return;
  for (const [i, image] of images.entries()) known.set(image, names[i]!);
  answers.value++;
}
