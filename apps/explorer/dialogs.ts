/** Which dialog is open, and what it is about. */
import { signal } from "@preact/signals";

export type Dialog =
  | { readonly kind: "move" | "new-class" | "export" | "help" | "history" }
  | { readonly kind: "rename" | "split" | "merge"; readonly class: number };

export const dialog = signal<Dialog | null>(null);
