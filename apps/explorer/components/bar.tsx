/** The bar at the top: the run, the views, undo, re-fit, export. */
import type { Progress } from "../../../src/explore/protocol.js";
import { redo, refit, undo } from "../actions.js";
import { dialog } from "../dialogs.js";
import { drawer, similar, state, type View, view, views } from "../store.js";

const titles: Record<View, string> = {
  grid: "Grid",
  map: "Map",
  questions: "Questions",
  duplicates: "Duplicates",
  outliers: "Outliers",
};

export function Bar() {
  const now = state.value;
  const busy = now?.refit ?? null;
  return (
    <header class="bar">
      <button
        type="button"
        class="only-narrow"
        onClick={() => {
          drawer.value = "classes";
        }}
      >
        Classes
      </button>
      <h1>
        <svg class="skein" viewBox="0 0 48 22" aria-hidden="true">
          <path d="M1 16 C8 2 14 2 20 11 S34 20 47 5" />
          <path d="M1 6 C9 20 15 20 22 11 S36 2 47 16" />
        </svg>
        <span>{now?.run ?? "Skein"}</span>
      </h1>
      <ViewTabs />
      <Work list={now?.background ?? []} />
      <div class="tools">
        <button type="button" disabled={!now?.undo} title={now?.undo ?? "Nothing to undo"} onClick={undo}>
          Undo
        </button>
        <button type="button" disabled={!now?.redo} title={now?.redo ?? "Nothing to redo"} onClick={redo}>
          Redo
        </button>
        <button
          type="button"
          onClick={() => {
            dialog.value = { kind: "history" };
          }}
        >
          History
        </button>
        <button type="button" class="main" disabled={busy !== null} onClick={refit}>
          {busy ? `${busy.what} ${percent(busy)}` : "Re-fit"}
        </button>
        <button
          type="button"
          onClick={() => {
            dialog.value = { kind: "export" };
          }}
        >
          Export
        </button>
        <button
          type="button"
          aria-label="Keys"
          title="Keys"
          onClick={() => {
            dialog.value = { kind: "help" };
          }}
        >
          ?
        </button>
      </div>
    </header>
  );
}

const percent = ({ done, total }: Progress) => (total > 0 ? `${Math.floor((100 * done) / total)} %` : "");

function Work({ list }: { readonly list: readonly Progress[] }) {
  const first = list[0];
  if (!first) return null;
  return (
    <p class="work" role="status">
      <progress value={first.done} max={Math.max(1, first.total)} aria-label={first.what} />
      <span>
        {first.what} {percent(first)}
      </span>
    </p>
  );
}

/** The views; on a narrow screen they lie at the bottom. */
export function ViewTabs({ narrow = false }: { readonly narrow?: boolean }) {
  const open = (name: View) => {
    view.value = name;
    similar.value = null;
  };
  return (
    <nav class={narrow ? "tabs only-narrow" : "tabs only-wide"} aria-label="Views">
      {views.map((name) => (
        <button
          key={name}
          type="button"
          aria-current={view.value === name ? "page" : undefined}
          onClick={() => open(name)}
        >
          {titles[name]}
        </button>
      ))}
    </nav>
  );
}
