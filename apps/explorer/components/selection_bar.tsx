/** What can be done with the selected images. */
import { FLAG } from "../../../src/explore/protocol.js";
import {
  countOf,
  ignoreChosen,
  linkChosen,
  lockChosen,
  moveChosen,
  partChosen,
  showSimilar,
} from "../actions.js";
import { dialog } from "../dialogs.js";
import { selectNone } from "../selection.js";
import { columns, drawer, focused, selected } from "../store.js";

export function SelectionBar() {
  const images = [...selected.value];
  const flags = columns.value!.flags;
  const every = (bit: number) => images.every((image) => flags[image]! & bit);
  return (
    <div class="selection" role="toolbar" aria-label="Selected images">
      <strong>{countOf(images.length)}</strong>
      <button
        type="button"
        class="main"
        title="M"
        onClick={() => {
          dialog.value = { kind: "move" };
        }}
      >
        Move
      </button>
      <button
        type="button"
        title="N"
        onClick={() => {
          dialog.value = { kind: "new-class" };
        }}
      >
        New class
      </button>
      <button type="button" title="U" onClick={() => moveChosen(null)}>
        Unsorted
      </button>
      <button type="button" title="L" onClick={lockChosen}>
        {every(FLAG.locked) ? "Unlock" : "Lock"}
      </button>
      <button type="button" title="X" onClick={ignoreChosen}>
        {every(FLAG.ignored) ? "Take in" : "Ignore"}
      </button>
      {images.length > 1 && (
        <button type="button" title="T" onClick={linkChosen}>
          Belong together
        </button>
      )}
      {images.length === 2 && (
        <button type="button" title="A" onClick={partChosen}>
          Not the same
        </button>
      )}
      {images.length === 1 && (
        <button
          type="button"
          class="only-drawer"
          onClick={() => {
            focused.value = images[0]!;
            drawer.value = "details";
          }}
        >
          Details
        </button>
      )}
      {images.length === 1 && (
        <button type="button" title="S" onClick={() => showSimilar(images[0]!)}>
          Show similar
        </button>
      )}
      <button type="button" aria-label="Select nothing" title="Esc" onClick={selectNone}>
        ×
      </button>
    </div>
  );
}
