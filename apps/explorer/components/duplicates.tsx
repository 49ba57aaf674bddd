/** Groups of near-duplicates side by side, each with the one to keep. */
import { useSignal } from "@preact/signals";
import { type DuplicatePictures, FLAG } from "../../../src/explore/protocol.js";
import { countOf, decide } from "../actions.js";
import { nameOf } from "../names.js";
import { columns, focused } from "../store.js";
import { Picture } from "./cell.js";
import { useLoaded } from "./load.js";

const isIgnored = (image: number) => (columns.value!.flags[image]! & FLAG.ignored) !== 0;

/** Groups that one page shows. */
const AT_ONCE = 40;

export function Duplicates() {
  const { value, waiting } = useLoaded<DuplicatePictures[]>("duplicates", true);
  const first = useSignal(0);
  const groups = value.value;
  if (groups === null) return <p class="empty">{waiting.value}</p>;
  if (groups.length === 0) return <p class="empty">No image is nearly the same as another.</p>;
  const spare = groups.reduce((sum, { members }) => sum + members.length - 1, 0);
  // The last page ends where all of its groups are decided.
  const start = Math.min(first.value, AT_ONCE * Math.floor((groups.length - 1) / AT_ONCE));
  const page = groups.slice(start, start + AT_ONCE);
  const last = start + page.length;
  return (
    <section class="page">
      <div class="grid-bar">
        <h2>
          Near-duplicates{" "}
          <span class="size">
            {groups.length.toLocaleString("en-US")} groups, {countOf(spare)} to spare
          </span>
        </h2>
        {groups.length > AT_ONCE && (
          <span class="pages">
            <button
              type="button"
              disabled={start === 0}
              onClick={() => {
                first.value = start - AT_ONCE;
              }}
            >
              Back
            </button>
            {start + 1} to {last}
            <button
              type="button"
              disabled={last === groups.length}
              onClick={() => {
                first.value = start + AT_ONCE;
              }}
            >
              Next
            </button>
          </span>
        )}
      </div>
      <p class="lead">
        The first of each group is kept. Choose another one to keep it instead; nothing is deleted.
      </p>
      {page.map((group) => (
        <Group key={group.members.map(({ image }) => image).join(" ")} group={group} />
      ))}
    </section>
  );
}

function Group({ group: { members, reason, decided } }: { readonly group: DuplicatePictures }) {
  const images = members.map(({ image }) => image);
  const keep = (image: number) =>
    decide(
      { kind: "keeper", image, of: images.filter((other) => other !== image) },
      `${nameOf(image)} is kept`,
    );
  const spare = images.slice(1);
  return (
    <article class="group" aria-label={`Near-duplicates of ${nameOf(images[0]!)}`}>
      <ul>
        {members.map(({ image, kind, similarity }, place) => (
          <li
            key={image}
            data-kept={place === 0 ? "" : undefined}
            data-ignored={isIgnored(image) ? "" : undefined}
          >
            <button
              type="button"
              aria-pressed={place === 0}
              aria-label={`Keep ${nameOf(image)}`}
              onClick={() => {
                focused.value = image;
                void keep(image);
              }}
            >
              <Picture image={image} side={148} />
            </button>
            <p class="name">{nameOf(image)}</p>
            <p class="facts">
              {place === 0
                ? `kept: ${decided ? "your choice" : reason}`
                : `${kind}${similarity > 0 && kind !== "copy" ? `, ${similarity.toFixed(3)}` : ""}`}
              {isIgnored(image) && ", ignored"}
              {columns.value!.bytes[image]! > 0 && `, ${(columns.value!.bytes[image]! / 1000).toFixed(0)} kB`}
            </p>
          </li>
        ))}
      </ul>
      <p>
        {!decided && (
          <button type="button" onClick={() => keep(images[0]!)}>
            Keep the first
          </button>
        )}
        <button
          type="button"
          onClick={() =>
            decide({ kind: "ignore", images: spare, ignored: true }, `${countOf(spare.length)} ignored`)
          }
        >
          Ignore the others
        </button>
      </p>
    </article>
  );
}
