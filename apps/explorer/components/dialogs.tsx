/** The dialog that is open. */
import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { type Dialog, dialog } from "../dialogs.js";
import { ClassChoice, NewClass, Rename, Split } from "./class_dialogs.js";
import { ExportImages } from "./export_dialog.js";
import { Help } from "./help.js";
import { History } from "./history.js";

const parts: Record<
  Dialog["kind"],
  { readonly title: string; readonly Part: (props: { id: number }) => unknown }
> = {
  move: { title: "Move to", Part: ClassChoice },
  merge: { title: "Merge into", Part: ClassChoice },
  "new-class": { title: "New class", Part: NewClass },
  rename: { title: "Rename", Part: Rename },
  split: { title: "Split", Part: Split },
  export: { title: "Export", Part: ExportImages },
  history: { title: "History", Part: History },
  help: { title: "Keys", Part: Help },
};

/** What a dialog is about that is not about a class; -1 is Unsorted, which images may be moved to. */
const NO_CLASS = -2;

export function Dialogs() {
  const open = dialog.value;
  if (open === null) return null;
  const { title, Part } = parts[open.kind] as {
    title: string;
    Part: (props: { id: number }) => ComponentChildren;
  };
  return (
    <Modal title={title} key={open.kind}>
      <Part id={"class" in open ? open.class : NO_CLASS} />
    </Modal>
  );
}

function Modal({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  const element = useRef<HTMLDialogElement>(null);
  const gone = useRef(false);
  useLayoutEffect(() => {
    const box = element.current!;
    box.showModal();
    const field = box.querySelector<HTMLElement>("header ~ * :is(input, select), header ~ input");
    field?.focus();
    if (field instanceof HTMLInputElement && field.type === "text") field.select();
    return () => {
      gone.current = true;
      // Gives the focus back to where it was.
      box.close();
    };
  }, []);
  const close = () => {
    if (!gone.current) dialog.value = null;
  };
  return (
    // A click beside it closes it, as Esc does.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    <dialog
      ref={element}
      aria-labelledby="dialog-title"
      // The event of closing comes with the next frame: a key before it would still be the dialog's.
      onCancel={close}
      onClose={close}
      onClick={(event) => {
        if (event.target === element.current) close();
      }}
    >
      <header>
        <h2 id="dialog-title">{title}</h2>
        <button type="button" aria-label="Close" onClick={close}>
          ×
        </button>
      </header>
      {children}
    </dialog>
  );
}
