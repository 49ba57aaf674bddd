/** What was decided, the newest first. */
import { redo, undo } from "../actions.js";
import { state } from "../store.js";

export function History() {
  const now = state.value;
  if (!now || now.decisionCount === 0) return <p class="empty">Nothing is decided yet.</p>;
  const more = now.decisionCount - now.decisions.length;
  return (
    <>
      <p class="buttons">
        <button type="button" disabled={!now.undo} onClick={undo}>
          Undo
        </button>
        <button type="button" disabled={!now.redo} onClick={redo}>
          Redo
        </button>
      </p>
      <ol class="history">
        {now.decisions.map(({ n, time, text, undone }) => (
          <li key={n} data-undone={undone ? "" : undefined}>
            <time dateTime={time}>{new Date(time).toLocaleString()}</time>
            <span>
              {text}
              {undone && " (undone)"}
            </span>
          </li>
        ))}
      </ol>
      {more > 0 && (
        <p class="facts">
          and {more.toLocaleString("en-US")} before: corrections.jsonl in the run's folder has all.
        </p>
      )}
    </>
  );
}
