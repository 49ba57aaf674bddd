/** Long loops on the host: generators that yield wherever other work may have a turn. */
import { yieldToEvents } from "../device/yield.js";

/** Milliseconds between two turns of the event loop. */
const EVERY = 50;

/** Runs to the end at once. */
export function finished<T>(work: Generator<void, T>): T {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** Lets timers and signals have their turn now and then. Rejects with the reason of `signal` when it aborts. */
export async function inTurns<T>(work: Generator<void, T>, signal?: AbortSignal): Promise<T> {
  for (let last = performance.now(); ; ) {
    const { done, value } = work.next();
    if (done) return value;
    if (performance.now() - last < EVERY) continue;
    await yieldToEvents();
    signal?.throwIfAborted();
    last = performance.now();
  }
}
