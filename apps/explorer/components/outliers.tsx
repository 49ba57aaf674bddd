/** Images that fit nowhere, with the reasons. */
import type { OutlierImage } from "../../../src/explore/protocol.js";
import { nameOf } from "../names.js";
import { toggle } from "../selection.js";
import { focused, selected } from "../store.js";
import { Picture } from "./cell.js";
import { useLoaded } from "./load.js";

/** More are not looked at one by one. */
const SHOWN = 500;

export function Outliers() {
  const { value, waiting } = useLoaded<OutlierImage[]>("outliers", false);
  const found = value.value;
  if (found === null) return <p class="empty">{waiting.value}</p>;
  if (found.length === 0) return <p class="empty">No image is odd.</p>;
  const all = () => {
    selected.value = new Set(found.map(({ image }) => image));
  };
  return (
    <section class="page">
      <div class="grid-bar">
        <h2>
          Odd ones <span class="size">{found.length.toLocaleString("en-US")}</span>
        </h2>
        <button type="button" onClick={all}>
          Select all
        </button>
      </div>
      <ul class="odd-ones">
        {found.slice(0, SHOWN).map(({ image, reasons }) => (
          <li key={image}>
            <button
              type="button"
              aria-pressed={selected.value.has(image)}
              onClick={() => {
                toggle(image);
                focused.value = image;
              }}
            >
              <Picture image={image} side={96} />
            </button>
            <div>
              <h3>{nameOf(image)}</h3>
              {reasons.map(({ reason, text }) => (
                <p key={reason}>{text}</p>
              ))}
            </div>
          </li>
        ))}
      </ul>
      {found.length > SHOWN && (
        <p class="empty">and {found.length - SHOWN} more: the filter "outliers" of the grid shows all</p>
      )}
    </section>
  );
}
