/** What drivers and Dawn write to the standard error while an adapter is looked for: nobody asked, so it is kept back. */
import { writeSync } from "node:fs";
import { loadAddon } from "./addon.js";

export interface Quietly<T> {
  readonly value: T;
  /** What Dawn reported, a sentence each; empty where the addon is missing, and nothing was kept back. */
  readonly messages: string[];
}

/** A report of Dawn's, and where the place in its source follows, that and an empty line. */
const REPORT = /^(?:Info|Warning|Error): (.*)\n(?: {4}at .*\n\n?)*/gm;

/**
 * Runs `work` and keeps back what Dawn writes to the standard error meanwhile; lines of others are written after it.
 * Not for work that waits: what the program itself wrote in between, or a program that it started, would be kept back, too.
 */
export function quietly<T>(work: () => T): Quietly<T> {
  const capture = beginCapture();
  const messages: string[] = [];
  try {
    return { value: work(), messages };
  } finally {
    const others = capture?.end().replace(REPORT, (_, report: string) => {
      messages.push(report);
      return "";
    });
    if (others) writeSync(2, others);
  }
}

/** Null where the addon is missing, or another thread is at it. */
function beginCapture(): { end(): string } | null {
  try {
    const addon = loadAddon();
    return addon.beginStderrCapture() ? { end: () => addon.endStderrCapture() } : null;
  } catch {
    return null;
  }
}
