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
 * Runs `work` and keeps back what Dawn writes to the standard error meanwhile. Lines of others are written when it
 * ends. Of two at a time the first alone is quiet.
 */
export async function quietly<T>(work: () => Promise<T>): Promise<Quietly<T>> {
  const capture = beginCapture();
  if (!capture) return { value: await work(), messages: [] };
  const messages: string[] = [];
  let value: T;
  try {
    value = await work();
  } finally {
    const text = capture.end().replace(REPORT, (_, report: string) => {
      messages.push(report);
      return "";
    });
    if (text) writeSync(2, text);
  }
  return { value, messages };
}

function beginCapture(): { end(): string } | null {
  try {
    const addon = loadAddon();
    return addon.beginStderrCapture() ? { end: () => addon.endStderrCapture() } : null;
  } catch {
    return null;
  }
}
