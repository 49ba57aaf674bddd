/** The whole page: bar, classes, the chosen view, details. */
import { drawer, isOpen, lost, selected, state, view } from "../store.js";
import { Bar, ViewTabs } from "./bar.js";
import { ClassList } from "./class_list.js";
import { Details } from "./details.js";
import { Dialogs } from "./dialogs.js";
import { Duplicates } from "./duplicates.js";
import { Grid } from "./grid.js";
import { MapView } from "./map_view.js";
import { Outliers } from "./outliers.js";
import { Questions } from "./questions.js";
import { SelectionBar } from "./selection_bar.js";
import { Toasts } from "./toasts.js";

const parts = { grid: Grid, map: MapView, questions: Questions, duplicates: Duplicates, outliers: Outliers };

export function App() {
  const Part = parts[view.value];
  return (
    <>
      <Bar />
      <Banners />
      <div class="body" data-drawer={drawer.value ?? ""}>
        <ClassList />
        <main class="view" aria-label={`${view.value} of images`}>
          {isOpen.value ? (
            <Part />
          ) : (
            <p class="empty">{lost.value ? "The server cannot be reached." : "Opening the run..."}</p>
          )}
        </main>
        <Details />
        {drawer.value && (
          <button
            type="button"
            class="shade"
            aria-label="Close"
            onClick={() => {
              drawer.value = null;
            }}
          />
        )}
      </div>
      {selected.value.size > 0 && <SelectionBar />}
      <ViewTabs narrow />
      <Dialogs />
      <Toasts />
    </>
  );
}

/** What a person should know before deciding. */
function Banners() {
  const now = state.value;
  return (
    <div class="banners">
      {lost.value && (
        <p class="banner trouble" role="alert">
          The server cannot be reached: decisions are not saved now. It is tried again; start skein explore
          again if it has ended.
        </p>
      )}
      {now?.readOnly && (
        <p class="banner" role="status">
          {now.readOnly}
        </p>
      )}
      {now && now.notes.length > 0 && (
        <details class="banner">
          <summary>
            {now.notes.length === 1 ? "1 note on this run" : `${now.notes.length} notes on this run`}
          </summary>
          <ul>
            {now.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}
