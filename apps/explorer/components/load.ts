/** A list from the server that may still be made there. */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { get, Refused } from "../api.js";
import { state } from "../store.js";

/** Milliseconds until a list that is still made is asked for again. */
const AGAIN = 1500;

export interface Loaded<T> {
  readonly value: Signal<T | null>;
  /** Why there is nothing yet. */
  readonly waiting: Signal<string>;
}

/** What an address answers; asked for again with each revision where `live`, and while it is being made. */
export function useLoaded<T>(
  address: string,
  live: boolean,
  read: (address: string) => Promise<T> = get,
): Loaded<T> {
  const value = useSignal<T | null>(null);
  const waiting = useSignal("Loading...");
  const revision = live ? state.value?.revision : 0;
  useEffect(() => {
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async () => {
      try {
        const found = await read(address);
        if (!over) value.value = found;
      } catch (error) {
        if (over) return;
        waiting.value = (error as Error).message;
        if (error instanceof Refused && error.status === 503) timer = setTimeout(ask, AGAIN);
      }
    };
    void ask();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [address, revision]);
  return { value, waiting };
}
