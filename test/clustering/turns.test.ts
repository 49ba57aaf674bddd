/** Loops on the host leave the event loop its turns, and end with a signal. */
import { expect, it } from "vitest";
import { finished, inTurns } from "../../src/clustering/turns.js";

function* count(steps: number): Generator<void, number> {
  for (let step = 0; step < steps; step++) yield;
  return steps;
}

it("both ways of running give the result", async () => {
  expect(finished(count(1000))).toBe(1000);
  expect(await inTurns(count(1000))).toBe(1000);
});

it("a timer's signal ends a loop that would go on for ever", async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error("stopped")), 10);
  await expect(inTurns(count(Number.POSITIVE_INFINITY), stop.signal)).rejects.toThrow("stopped");
});
