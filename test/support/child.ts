/** Programs of their own that use the built library, for what only a whole process shows: how it ends. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";

const library = new URL("../../dist/device/node/index.js", import.meta.url);

export interface ChildResult {
  /** Exit code; null where a signal ended it, as the time limit does. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ChildOptions {
  /** Added to the environment; undefined removes a variable. */
  readonly env?: NodeJS.ProcessEnv;
  readonly nodeArguments?: readonly string[];
  /** Milliseconds until it is killed. Default 90,000. */
  readonly timeout?: number;
}

/** Runs an ES module's text in a Node of its own, with `openDevice` and the URL `library` defined. */
export function runChild(text: string, options: ChildOptions = {}): Promise<ChildResult> {
  if (!existsSync(library)) throw new Error('dist/ is missing: run "npm run build"');
  const prelude = `const library = ${JSON.stringify(library.href)}; const { openDevice } = await import(library);\n`;
  return runNode(["--input-type=module", "--eval", prelude + text], options);
}

/** Runs Node with these arguments. */
export function runNode(
  args: readonly string[],
  { env = {}, nodeArguments = [], timeout = 90_000 }: ChildOptions = {},
): Promise<ChildResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...nodeArguments, ...args], {
      env: { ...process.env, NODE_OPTIONS: "", ...env },
      stdio: ["ignore", "pipe", "pipe"],
      timeout,
      killSignal: "SIGKILL",
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (data) => {
      stdout += data;
    });
    child.stderr.on("data", (data) => {
      stderr += data;
    });
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}
