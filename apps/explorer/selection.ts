/** How a selection grows: by clicks with and without Shift and Ctrl, and by keys. */
import { batch, effect } from "@preact/signals";
import { filter, focused, openClass, order, selected, shown, similar, view } from "./store.js";

/** Where a range begins: a place in `shown`. */
let anchor = 0;
/** Where the image in focus is in `shown`. */
let placeOfFocus = 0;

/** An image that leaves what is shown gives the focus to the one that takes its place. */
export function keepFocus(): void {
  let before = "";
  effect(() => {
    const what = [view.value, openClass.value, filter.value, order.value, similar.value?.to].join();
    const [images, now] = [shown.value, focused.peek()];
    const same = what === before;
    before = what;
    if (view.value !== "grid" || now < 0 || !same) return;
    if (!images.includes(now)) focused.value = images[Math.min(placeOfFocus, images.length - 1)] ?? -1;
  });
}

export function selectAt(place: number, { range = false, more = false } = {}): void {
  const images = shown.value;
  const image = images[place];
  if (image === undefined) return;
  batch(() => {
    focused.value = image;
    placeOfFocus = place;
    if (range) {
      const [first, last] = [Math.min(anchor, place), Math.max(anchor, place)];
      selected.value = new Set([...(more ? selected.value : []), ...images.subarray(first, last + 1)]);
      return;
    }
    anchor = place;
    if (more) toggle(image);
    else selected.value = new Set([image]);
  });
}

export function toggle(image: number): void {
  const next = new Set(selected.value);
  if (!next.delete(image)) next.add(image);
  selected.value = next;
}

/** Moves the focus by a number of places in the grid; with `range` the selection grows. */
export function step(by: number, range: boolean): number {
  const images = shown.value;
  const now = images.indexOf(focused.value);
  const place = Math.min(images.length - 1, Math.max(0, now < 0 ? 0 : now + by));
  if (range) selectAt(place, { range });
  else {
    anchor = place;
    placeOfFocus = place;
    focused.value = images[place] ?? -1;
  }
  return place;
}

export const selectAll = (): void => {
  selected.value = new Set(shown.value);
};
export const selectNone = (): void => {
  selected.value = new Set();
};
