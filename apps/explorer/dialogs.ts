/** Which dialog is open, and what it is about. */
import { signal } from "@preact/signals";

export type Dialog =
  | { readonly kind: "export" | "help" | "history" }
  /** `moved` is told when a class was chosen. */
  | { readonly kind: "move" | "new-class"; readonly moved?: () => void }
  | { readonly kind: "rename" | "split" | "merge"; readonly class: number };

export const dialog = signal<Dialog | null>(null);
