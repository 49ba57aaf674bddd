/** Dialogs about classes: choose one, name one, split one. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { NameProposal } from "../../../src/explore/protocol.js";
import { countOf, decide, moveChosen } from "../actions.js";
import { get, thumbnail } from "../api.js";
import { dialog } from "../dialogs.js";
import { classFacts, selected, state, titleOf } from "../store.js";

const close = () => {
  dialog.value = null;
};

const move = (to: number | null | { readonly new: string | null }) => {
  const open = dialog.value;
  close();
  void moveChosen(to);
  if (open && "moved" in open) open.moved?.();
};

/** Where images go, or what a class becomes part of. */
export function ClassChoice({ id }: { readonly id: number }) {
  const search = useSignal("");
  const active = useSignal(0);
  const merging = dialog.value?.kind === "merge";
  const wanted = search.value.trim().toLowerCase();
  const classes = (state.value?.classes ?? []).filter(
    (one) => one.id !== id && !(merging && one.id < 0) && titleOf(one.id).toLowerCase().includes(wanted),
  );
  const choose = (to: number) => {
    if (!merging) return move(to < 0 ? null : to);
    close();
    const done = `${titleOf(id)} is part of ${titleOf(to)}`;
    return decide({ kind: "merge", classes: [to, id], into: to }, done);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) active.value = Math.min(classes.length - 1, Math.max(0, active.value + by));
    else if (event.key === "Enter" && classes[active.value]) choose(classes[active.value]!.id);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <p class="lead">{merging ? titleOf(id) : countOf(selected.value.size)}</p>
      <input
        // biome-ignore lint/a11y/noRedundantRoles: a search field with a list is one only by this
        role="combobox"
        type="search"
        placeholder="Find a class"
        aria-label="Find a class"
        list={undefined}
        aria-expanded="true"
        aria-controls="choice"
        aria-activedescendant={classes.length > 0 ? `choice-${active.value}` : undefined}
        value={search.value}
        onInput={({ currentTarget }) => {
          search.value = currentTarget.value;
          active.value = 0;
        }}
        onKeyDown={onKeyDown}
      />
      <div id="choice" class="choice" role="listbox" aria-label="Classes">
        {classes.map((one, place) => (
          // Keys are those of the field above.
          // biome-ignore lint/a11y/useKeyWithClickEvents: see above
          <div
            key={one.id}
            id={`choice-${place}`}
            role="option"
            tabIndex={-1}
            aria-selected={place === active.value}
            onClick={() => choose(one.id)}
          >
            {classFacts.value.has(one.id) ? (
              <img src={thumbnail(classFacts.value.get(one.id)!.best, 64)} alt="" width={32} height={32} />
            ) : (
              <span class="none" />
            )}
            <span>{titleOf(one.id)}</span>
            <span class="size">{one.images.toLocaleString("en-US")}</span>
          </div>
        ))}
      </div>
      {!merging && (
        <button
          type="button"
          onClick={() => {
            dialog.value = { ...dialog.value, kind: "new-class" };
          }}
        >
          A new class
        </button>
      )}
    </>
  );
}

export function NewClass() {
  const name = useSignal("");
  const make = (event: Event) => {
    event.preventDefault();
    move({ new: name.value.trim() || null });
  };
  return (
    <form onSubmit={make}>
      <label>
        Name (it may stay empty)
        <input
          type="text"
          maxLength={200}
          value={name.value}
          onInput={({ currentTarget }) => {
            name.value = currentTarget.value;
          }}
        />
      </label>
      <button type="submit" class="main">
        Make a class of {countOf(selected.value.size)}
      </button>
    </form>
  );
}

export function Rename({ id }: { readonly id: number }) {
  const name = useSignal(state.value?.classes.find((one) => one.id === id)?.name ?? "");
  const proposals = useSignal<readonly NameProposal[]>([]);
  useEffect(() => {
    void get<NameProposal[]>("proposals").then(
      (all) => {
        proposals.value = all.filter((one) => one.class === id).slice(0, 5);
      },
      () => {},
    );
  }, []);
  const rename = (to: string) => {
    close();
    if (to.trim() !== "")
      void decide({ kind: "name", class: id, name: to.trim() }, `The class is called ${to.trim()}`);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        rename(name.value);
      }}
    >
      <label>
        Name
        <input
          type="text"
          required
          maxLength={200}
          value={name.value}
          onInput={({ currentTarget }) => {
            name.value = currentTarget.value;
          }}
        />
      </label>
      {proposals.value.length > 0 && (
        <fieldset>
          <legend>Words of file names, folders and metadata</legend>
          {proposals.value.map((one) => (
            <button key={one.name} type="button" title={one.evidence} onClick={() => rename(one.name)}>
              {one.name}
            </button>
          ))}
        </fieldset>
      )}
      <button type="submit" class="main">
        Rename
      </button>
    </form>
  );
}

export function Split({ id }: { readonly id: number }) {
  const parts = useSignal(2);
  const split = (event: Event) => {
    event.preventDefault();
    close();
    const done = `${titleOf(id)} is split into ${parts.value}`;
    void decide({ kind: "split", class: id, parts: parts.value }, done);
  };
  return (
    <form onSubmit={split}>
      <p class="lead">
        {titleOf(id)} is split by the features of its images. To take some images out of it, select them and
        press N.
      </p>
      <label>
        Parts
        <input
          type="number"
          min={2}
          max={20}
          required
          value={parts.value}
          onInput={({ currentTarget }) => {
            parts.value = Number(currentTarget.value);
          }}
        />
      </label>
      <button type="submit" class="main">
        Split
      </button>
    </form>
  );
}
