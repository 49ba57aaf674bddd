/** Keys of the whole page; a field that is typed into, and an open dialog, keep theirs. */
import {
  ignoreChosen,
  linkChosen,
  lockChosen,
  moveChosen,
  partChosen,
  redo,
  showSimilar,
  undo,
} from "./actions.js";
import { dialog } from "./dialogs.js";
import { selectAll, selectNone } from "./selection.js";
import { drawer, focused, isOpen, keyedClasses, openClass, selected, similar, view, views } from "./store.js";

export interface Shortcut {
  readonly keys: string;
  readonly does: string;
}

interface Binding extends Shortcut {
  readonly matches: (event: KeyboardEvent) => boolean;
  readonly run: (event: KeyboardEvent) => unknown;
}

const plain = (event: KeyboardEvent) => !event.ctrlKey && !event.metaKey && !event.altKey;
const letter = (key: string) => (event: KeyboardEvent) => plain(event) && event.key.toLowerCase() === key;
const command = (key: string, shift: boolean) => (event: KeyboardEvent) =>
  (event.ctrlKey || event.metaKey) && event.shiftKey === shift && event.key.toLowerCase() === key;

/** Moves to a class take the selection, or else the image in focus. */
function withFocused(): boolean {
  if (selected.value.size === 0 && focused.value >= 0) selected.value = new Set([focused.value]);
  return selected.value.size > 0;
}

const bindings: readonly Binding[] = [
  { keys: "Ctrl Z", does: "Undo", matches: command("z", false), run: undo },
  {
    keys: "Ctrl Shift Z",
    does: "Redo",
    matches: (event) => command("z", true)(event) || command("y", false)(event),
    run: redo,
  },
  { keys: "Ctrl A", does: "Select all that is shown", matches: command("a", false), run: selectAll },
  {
    keys: "1 to 9",
    does: "Move the selection to the class with that number",
    matches: (event) => plain(event) && view.value !== "questions" && /^[1-9]$/.test(event.key),
    run: (event) => {
      const to = keyedClasses.value[Number(event.key) - 1];
      if (to !== undefined && withFocused()) return moveChosen(to);
    },
  },
  {
    keys: "M",
    does: "Move the selection to a class",
    matches: letter("m"),
    run: () => {
      if (withFocused()) dialog.value = { kind: "move" };
    },
  },
  {
    keys: "N",
    does: "Make a class of the selection",
    matches: letter("n"),
    run: () => {
      if (withFocused()) dialog.value = { kind: "new-class" };
    },
  },
  {
    keys: "U",
    does: "Move the selection to Unsorted",
    matches: letter("u"),
    run: () => withFocused() && moveChosen(null),
  },
  {
    keys: "L",
    does: "Lock or unlock the selection",
    matches: letter("l"),
    run: () => withFocused() && lockChosen(),
  },
  {
    keys: "X",
    does: "Ignore the selection, or take it in again",
    matches: letter("x"),
    run: () => withFocused() && ignoreChosen(),
  },
  { keys: "T", does: "The selected images belong together", matches: letter("t"), run: linkChosen },
  {
    keys: "A",
    does: "The two selected images do not belong together",
    matches: letter("a"),
    run: partChosen,
  },
  {
    keys: "S",
    does: "Show images that are similar to the one in focus",
    matches: letter("s"),
    run: () => {
      const image = focused.value >= 0 ? focused.value : [...selected.value][0];
      if (image !== undefined) return showSimilar(image);
    },
  },
  {
    keys: "R",
    does: "Rename the class that is open",
    matches: letter("r"),
    run: () => {
      const id = openClass.value;
      if (id !== null && id >= 0) dialog.value = { kind: "rename", class: id };
    },
  },
  {
    keys: "G, P, Q, D, O",
    does: "Grid, map of points, questions, duplicates, outliers",
    matches: (event) => plain(event) && /^[gpqdo]$/i.test(event.key),
    run: (event) => {
      view.value = views["gpqdo".indexOf(event.key.toLowerCase())]!;
    },
  },
  {
    keys: "Esc",
    does: "Select nothing; leave similar images",
    matches: (event) => event.key === "Escape",
    run: () => {
      if (drawer.value) drawer.value = null;
      else if (selected.value.size > 0) selectNone();
      else similar.value = null;
    },
  },
  {
    keys: "?",
    does: "This list",
    matches: (event) => event.key === "?",
    run: () => {
      dialog.value = { kind: "help" };
    },
  },
];

/** Keys that views handle themselves. */
const ofViews: readonly Shortcut[] = [
  { keys: "Arrows", does: "Move the focus in the grid; with Shift the selection grows" },
  { keys: "Space", does: "Select the image in focus; in questions, skip" },
  { keys: "Enter", does: "Select the image in focus alone, and show what is known of it" },
  { keys: "1, 2, 0", does: "In questions: the first class, the second, neither" },
];

export const shortcuts: readonly Shortcut[] = [...bindings, ...ofViews];

const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.matches("input:not([type=checkbox], [type=range]), textarea, select");

export function listenToKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || dialog.value || typing(event.target) || !isOpen.value) return;
    const binding = bindings.find(({ matches }) => matches(event));
    if (!binding) return;
    event.preventDefault();
    binding.run(event);
  });
}
