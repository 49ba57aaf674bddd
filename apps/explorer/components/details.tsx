/** What is known of the image in focus. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { ImageAbout } from "../../../src/explore/protocol.js";
import { decide, showSimilar } from "../actions.js";
import { get, picture } from "../api.js";
import { drawer, focused, state, titleOf } from "../store.js";

const bytes = (count: number) =>
  count < 1e3
    ? `${count} bytes`
    : count < 1e6
      ? `${(count / 1e3).toFixed(0)} kB`
      : `${(count / 1e6).toFixed(1)} MB`;

export function Details() {
  const image = focused.value;
  const about = useSignal<ImageAbout | null>(null);
  const revision = state.value?.revision;
  useEffect(() => {
    if (image < 0) return;
    let stale = false;
    // Keys that are held down pass over many images.
    const wait = setTimeout(async () => {
      const found = await get<ImageAbout>(`about/${image}`).catch(() => null);
      if (!stale) about.value = found;
    }, 60);
    return () => {
      stale = true;
      clearTimeout(wait);
    };
  }, [image, revision]);
  const known = about.value?.image === image ? about.value : null;
  return (
    <aside class="details" aria-label="The image in focus">
      <button
        type="button"
        class="only-narrow close"
        onClick={() => {
          drawer.value = null;
        }}
      >
        Close
      </button>
      {image < 0 ? (
        <p class="empty">Choose an image to see what is known of it.</p>
      ) : (
        <>
          <a href={picture(image)} target="_blank" rel="noreferrer" title="Open the picture">
            <img key={image} class="large" src={picture(image)} alt={known?.name ?? `image ${image}`} />
          </a>
          <h2>{known?.name ?? ""}</h2>
          {known && <Facts about={known} />}
          <button type="button" onClick={() => showSimilar(image)}>
            Show similar
          </button>
        </>
      )}
    </aside>
  );
}

function Facts({ about: { image, file, classes, outlier } }: { readonly about: ImageAbout }) {
  return (
    <>
      {file && (
        <p class="facts">
          {file.width} x {file.height}, {bytes(file.bytes)}, {file.modified.slice(0, 10)}
        </p>
      )}
      <ul class="candidates">
        {classes.slice(0, 4).map(({ id, confidence }) => (
          <li key={id}>
            <button
              type="button"
              title="Move the image there"
              onClick={() =>
                decide({ kind: "move", images: [image], to: id < 0 ? null : id }, `Moved to ${titleOf(id)}`)
              }
            >
              {titleOf(id)}
            </button>
            <meter min={0} max={1} value={confidence} aria-label={`confidence of ${titleOf(id)}`} />
            <span>{Math.round(100 * confidence)} %</span>
          </li>
        ))}
      </ul>
      {outlier.map((text) => (
        <p key={text} class="odd">
          {text}
        </p>
      ))}
    </>
  );
}
