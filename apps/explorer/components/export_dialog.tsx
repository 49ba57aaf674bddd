/** Writes what was found for other programs: first what would be written, then that. */
import { useSignal } from "@preact/signals";
import type { ExportFormat, ExportRequest, ExportResult } from "../../../src/explore/protocol.js";
import { countOf } from "../actions.js";
import { post } from "../api.js";
import { openClass, state, titleOf } from "../store.js";
import { useLoaded } from "./load.js";

export function ExportImages() {
  const { value: formats, waiting } = useLoaded<ExportFormat[]>("formats", false);
  const format = useSignal("folders");
  const out = useSignal("export");
  const copy = useSignal(true);
  const onlyOpen = useSignal(false);
  const force = useSignal(false);
  const result = useSignal<ExportResult | null>(null);
  const trouble = useSignal("");
  const busy = useSignal(false);
  if (formats.value === null) return <p class="empty">{waiting.value}</p>;
  const one = openClass.value;

  const run = async (dryRun: boolean) => {
    busy.value = true;
    trouble.value = "";
    const request: ExportRequest = {
      ...{ format: format.value, out: out.value, copy: copy.value, force: force.value, dryRun },
      ...(onlyOpen.value && one !== null && { classes: [one] }),
    };
    try {
      result.value = await post<ExportResult>("export", request);
    } catch (error) {
      result.value = null;
      trouble.value = (error as Error).message;
    } finally {
      busy.value = false;
    }
  };
  const changed = () => {
    result.value = null;
  };
  return (
    <form
      onInput={changed}
      onSubmit={(event) => {
        event.preventDefault();
        void run(true);
      }}
    >
      <label>
        Format
        <select
          value={format.value}
          onChange={({ currentTarget }) => {
            format.value = currentTarget.value;
          }}
        >
          {formats.value.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <p class="facts">{formats.value.find(({ name }) => name === format.value)?.about}</p>
      <label>
        Where (within the run's folder, or a whole path)
        <input
          type="text"
          required
          value={out.value}
          onInput={({ currentTarget }) => {
            out.value = currentTarget.value;
          }}
        />
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={copy.value}
          onChange={({ currentTarget }) => {
            copy.value = currentTarget.checked;
          }}
        />
        Copy pictures (else links)
      </label>
      {one !== null && (
        <label class="check">
          <input
            type="checkbox"
            checked={onlyOpen.value}
            onChange={({ currentTarget }) => {
              onlyOpen.value = currentTarget.checked;
            }}
          />
          {titleOf(one)} alone
        </label>
      )}
      <label class="check">
        <input
          type="checkbox"
          checked={force.value}
          onChange={({ currentTarget }) => {
            force.value = currentTarget.checked;
          }}
        />
        Replace what is there
      </label>
      {state.value?.refitted && (
        <p class="facts">
          Images are written with the classes of the re-fit that is shown. It is no decision: skein report,
          export-images and predict do not know it.
        </p>
      )}
      {trouble.value && (
        <p class="trouble" role="alert">
          {trouble.value}
        </p>
      )}
      {result.value && <Outcome result={result.value} />}
      <p class="buttons">
        <button type="submit" class={result.value ? "" : "main"} disabled={busy.value}>
          Show what would be written
        </button>
        {result.value && !result.value.written && (
          <button type="button" class="main" disabled={busy.value} onClick={() => run(false)}>
            Write
          </button>
        )}
      </p>
    </form>
  );
}

function Outcome({ result: { files, images, paths, written } }: { readonly result: ExportResult }) {
  return (
    <div role="status">
      <p>
        {files.toLocaleString("en-US")} {files === 1 ? "file" : "files"} with {countOf(images)}{" "}
        {written ? "written" : "would be written"}:
      </p>
      <pre>
        {paths.join("\n")}
        {files > paths.length ? "\n..." : ""}
      </pre>
    </div>
  );
}
