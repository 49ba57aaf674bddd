/** Short messages: what was done, and what was refused. */
import { signal } from "@preact/signals";

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly trouble: boolean;
}

export const toasts = signal<readonly Toast[]>([]);
let last = 0;

export function say(text: string, trouble = false): void {
  const id = ++last;
  toasts.value = [...toasts.value.slice(-3), { id, text, trouble }];
  setTimeout(() => dismiss(id), trouble ? 12_000 : 4000);
}

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}
