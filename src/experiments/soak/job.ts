/** Processes of the command line that work on one task, and the memory that each of them has over time. */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { residentMemory } from "../../io/peak_memory.js";
import { mpirunEnvironment } from "../mpirun.js";

const MAIN = fileURLToPath(new URL("../../cli/main.js", import.meta.url));
/** Milliseconds between looks at memory. */
const EVERY = 250;

/** Resident memory of one process. */
export class MemoryTrace {
  readonly samples: number[] = [];

  /** Mean of the second and of the last fifth of the time, in bytes, the growth between them as a share, and the most. */
  summary(): {
    readonly first: number;
    readonly last: number;
    readonly growth: number;
    readonly peak: number;
  } {
    const { samples } = this;
    const mean = (from: number, to: number) => {
      const part = samples.slice(Math.floor(from * samples.length), Math.ceil(to * samples.length));
      return part.reduce((sum, value) => sum + value, 0) / part.length;
    };
    const [first, last] = [mean(0.2, 0.4), mean(0.8, 1)];
    return { first, last, growth: last / first - 1, peak: Math.max(...samples) };
  }
}

/** How many processes do the work: by themselves, or as ranks of one job of mpirun. */
export interface Workers {
  readonly processes: number;
  readonly mpi: boolean;
}

export class Job {
  /** Of each process that works, in the order of their numbers. */
  readonly memory: readonly MemoryTrace[];
  readonly #workers: Workers;
  readonly #children: readonly ChildProcess[];
  readonly #ended: Promise<(number | null)[]>;
  readonly #started = performance.now();
  #output = "";

  /** Starts `skein` with these arguments. */
  constructor(args: readonly string[], workers: Workers) {
    const { processes, mpi } = workers;
    this.#workers = workers;
    const skein = [process.execPath, MAIN, ...args];
    const stdio: ["ignore", "ignore", "pipe"] = ["ignore", "ignore", "pipe"];
    this.#children = mpi
      ? [spawn("mpirun", ["-n", `${processes}`, ...skein], { stdio, env: mpirunEnvironment() })]
      : Array.from({ length: processes }, () => spawn(skein[0]!, skein.slice(1), { stdio }));
    this.memory = Array.from({ length: processes }, () => new MemoryTrace());
    for (const { stderr } of this.#children) {
      stderr!.setEncoding("utf8").on("data", (text: string) => {
        this.#output += text;
      });
    }
    this.#ended = Promise.all(
      this.#children.map((child) => new Promise<number | null>((resolve) => child.on("close", resolve))),
    );
    const timer = setInterval(() => this.#look(), EVERY);
    void this.#ended.then(() => clearInterval(timer));
  }

  /** Process numbers of the workers that run, as they started; the children of mpirun for ranks. */
  #pids(): number[] {
    const own = this.#children.map(({ pid, exitCode, signalCode }) =>
      exitCode === null && signalCode === null ? (pid ?? 0) : 0,
    );
    if (!this.#workers.mpi || own[0] === 0) return own;
    try {
      const children = readFileSync(`/proc/${own[0]}/task/${own[0]}/children`, "latin1");
      return children
        .split(" ")
        .filter(Boolean)
        .map(Number)
        .sort((a, b) => a - b);
    } catch {
      // mpirun has just ended.
      return [];
    }
  }

  #look(): void {
    for (const [i, pid] of this.#pids().slice(0, this.memory.length).entries()) {
      const bytes = pid === 0 ? null : residentMemory(pid);
      if (bytes !== null) this.memory[i]!.samples.push(bytes);
    }
  }

  /** Resolves when `reached` says so. @throws {Error} where a process ends before. */
  async until(reached: () => Promise<boolean>): Promise<void> {
    while (!(await reached())) {
      const ended = this.#children.find(({ exitCode }) => exitCode !== null);
      if (ended) throw new Error(`a process ended with ${ended.exitCode}: ${this.#output}`);
      await setTimeout(50);
    }
  }

  /** Ends the processes at once, as a power cut would; of ranks one, and mpirun ends the job. */
  async kill(): Promise<void> {
    const pids = this.#pids().filter((pid) => pid > 0);
    for (const pid of this.#workers.mpi ? pids.slice(-1) : pids) process.kill(pid, "SIGKILL");
    await this.#ended;
  }

  /** Waits for the processes. @throws {Error} where one fails. */
  async end(): Promise<{ readonly seconds: number; readonly output: string }> {
    const codes = await this.#ended;
    if (codes.some((code) => code !== 0)) throw new Error(`exit codes ${codes.join(", ")}: ${this.#output}`);
    return { seconds: (performance.now() - this.#started) / 1000, output: this.#output };
  }
}
