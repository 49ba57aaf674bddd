import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "./paths.js";

const interrupted = 130;

/** A step that cannot go on, with the remedy in its message; printed without a stack trace. */
export class ScriptError extends Error {}

/**
 * Runs a program, in the project's root unless `cwd` says otherwise, and waits for it.
 *
 * @param {string} command program name, looked up on PATH
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, capture?: boolean, timeout?: number, cwd?: string }} [options]
 *   `env` is added to this process's environment; `capture` collects the output instead of showing it;
 *   `timeout` in milliseconds ends the program.
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>} `code` is 127 where the program does
 *   not exist and 128 where a signal ended it.
 */
export function run(command, args, { env = {}, capture = false, timeout, cwd = root } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", capture ? "pipe" : "inherit", capture ? "pipe" : "inherit"],
      timeout,
      killSignal: "SIGKILL",
    });
    // Ctrl-C reaches the child as well: it may have something to save, so it decides when to end.
    const leaveToChild = () => {};
    process.on("SIGINT", leaveToChild);
    let stdout = "";
    let stderr = "";
    child.stdout?.setEncoding("utf8").on("data", (text) => {
      stdout += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text) => {
      stderr += text;
    });
    child.on("error", (error) => {
      process.off("SIGINT", leaveToChild);
      resolve({ code: 127, stdout, stderr: stderr + error.message });
    });
    child.on("close", (code, signal) => {
      process.off("SIGINT", leaveToChild);
      if (signal === "SIGINT") process.exit(interrupted);
      if (signal) stderr += `\n${command} was ended by ${signal}`;
      resolve({ code: code ?? 128, stdout, stderr });
    });
  });
}

/** Runs a script's main function; a ScriptError ends it with its sentence and exit code 1. */
export async function main(body) {
  try {
    process.exitCode = (await body()) ?? 0;
  } catch (error) {
    if (!(error instanceof ScriptError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/** Runs a command of an npm package with this Node, without npx and its start-up time. */
export function runTool(file, args, options) {
  return run(process.execPath, [join(root, "node_modules", file), ...args], options);
}
