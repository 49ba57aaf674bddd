/** The classes: their sizes, and what can be done with each. */
import { computed, signal } from "@preact/signals";
import type { ClassState } from "../../../src/explore/protocol.js";
import { countOf, decide } from "../actions.js";
import { thumbnail } from "../api.js";
import { classColour, css, isDark } from "../colours.js";
import { dialog } from "../dialogs.js";
import { classFacts, drawer, keyOfClass, openClass, similar, state, titleOf, view } from "../store.js";

const orders = ["size", "certainty", "name"] as const;
const order = signal<(typeof orders)[number]>("size");
const search = signal("");
/** Classes that are to become one. */
const marked = signal<ReadonlySet<number>>(new Set());

const listed = computed(() => {
  const facts = classFacts.value;
  const wanted = search.value.trim().toLowerCase();
  const certainty = (id: number) => facts.get(id)?.certainty ?? 0;
  const by = {
    size: (a: ClassState, b: ClassState) => b.images - a.images || a.id - b.id,
    certainty: (a: ClassState, b: ClassState) => certainty(b.id) - certainty(a.id) || a.id - b.id,
    name: (a: ClassState, b: ClassState) =>
      titleOf(a.id).localeCompare(titleOf(b.id), "en", { numeric: true }),
  }[order.value];
  return (state.value?.classes ?? [])
    .filter(({ id }) => titleOf(id).toLowerCase().includes(wanted))
    .sort((a, b) => Number(a.id < 0) - Number(b.id < 0) || by(a, b));
});

function open(id: number | null): void {
  openClass.value = id;
  similar.value = null;
  drawer.value = null;
  if (view.value !== "map") view.value = "grid";
}

export function ClassList() {
  const all = state.value?.images ?? 0;
  const largest = Math.max(1, ...(state.value?.classes ?? []).map(({ images }) => images));
  return (
    <aside class="classes" aria-label="Classes">
      <div class="filters">
        <input
          type="search"
          placeholder="Find a class"
          aria-label="Find a class"
          value={search.value}
          onInput={({ currentTarget }) => {
            search.value = currentTarget.value;
          }}
        />
        <select
          aria-label="Order of classes"
          value={order.value}
          onChange={({ currentTarget }) => {
            order.value = currentTarget.value as (typeof orders)[number];
          }}
        >
          {orders.map((name) => (
            <option key={name} value={name}>
              by {name}
            </option>
          ))}
        </select>
      </div>
      <ul>
        <li>
          <button
            type="button"
            class="class all"
            aria-current={openClass.value === null ? "true" : undefined}
            onClick={() => open(null)}
          >
            <span class="title">All images</span>
            <span class="size">{all.toLocaleString("en-US")}</span>
          </button>
        </li>
        {listed.value.map((one) => (
          <ClassRow key={one.id} one={one} largest={largest} />
        ))}
      </ul>
      {marked.value.size > 1 && <MergeMarked />}
    </aside>
  );
}

function ClassRow({ one, largest }: { readonly one: ClassState; readonly largest: number }) {
  const { id, images } = one;
  const fact = classFacts.value.get(id);
  const title = titleOf(id);
  const number = keyOfClass(id);
  const mark = (on: boolean) => {
    const next = new Set(marked.value);
    if (on) next.add(id);
    else next.delete(id);
    marked.value = next;
  };
  return (
    <li class="row" ref={(row) => row?.style.setProperty("--c", css(classColour(id, isDark())))}>
      {id >= 0 && (
        <input
          type="checkbox"
          aria-label={`Mark ${title} for a merge`}
          checked={marked.value.has(id)}
          onChange={({ currentTarget }) => mark(currentTarget.checked)}
        />
      )}
      <button
        type="button"
        class="class"
        aria-current={openClass.value === id ? "true" : undefined}
        onClick={() => open(id)}
      >
        {fact ? <img src={thumbnail(fact.best, 64)} alt="" width={36} height={36} /> : <span class="none" />}
        <span class="title">{title}</span>
        {number > 0 && (
          // biome-ignore lint/a11y/noAriaHiddenOnFocusable: it takes no focus
          <kbd title={`Key ${number} moves the selection here`} aria-hidden="true">
            {number}
          </kbd>
        )}
        <span class="size">{images.toLocaleString("en-US")}</span>
        <span class="share" ref={(bar) => bar?.style.setProperty("--share", String(images / largest))} />
      </button>
      {id >= 0 && openClass.value === id && (
        <span class="ways">
          <button
            type="button"
            onClick={() => {
              dialog.value = { kind: "rename", class: id };
            }}
          >
            Rename
          </button>
          <button
            type="button"
            onClick={() => {
              dialog.value = { kind: "merge", class: id };
            }}
          >
            Merge
          </button>
          <button
            type="button"
            onClick={() => {
              dialog.value = { kind: "split", class: id };
            }}
          >
            Split
          </button>
        </span>
      )}
    </li>
  );
}

function MergeMarked() {
  const ids = [...marked.value].filter((id) => state.value?.classes.some((one) => one.id === id));
  const merge = () => {
    // The largest one keeps its number and name.
    const into = ids.reduce((best, id) => (sizeOf(id) > sizeOf(best) ? id : best));
    marked.value = new Set();
    void decide({ kind: "merge", classes: ids, into }, `${ids.length} classes are one: ${titleOf(into)}`);
  };
  return (
    <p class="merge">
      <button type="button" class="main" onClick={merge}>
        Merge {ids.length} classes ({countOf(ids.reduce((sum, id) => sum + sizeOf(id), 0))})
      </button>
      <button
        type="button"
        onClick={() => {
          marked.value = new Set();
        }}
      >
        Cancel
      </button>
    </p>
  );
}

const sizeOf = (id: number) => state.value?.classes.find((one) => one.id === id)?.images ?? 0;
