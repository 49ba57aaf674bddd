/** Processes of the command line that work on one task, and the memory that each of them has over time. */
import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { residentMemory } from "../../io/peak_memory.js";

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

export class Job {
  readonly memory: readonly MemoryTrace[];
  readonly #children: readonly ChildProcess[];
  readonly #ended: Promise<(number | null)[]>;
  readonly #started = performance.now();
  #output = "";

  /** Starts `skein` with these arguments, as often as `processes` says. */
  constructor(args: readonly string[], processes: number) {
    this.#children = Array.from({ length: processes }, () =>
      spawn(process.execPath, [MAIN, ...args], { stdio: ["ignore", "ignore", "pipe"] }),
    );
    this.memory = this.#children.map(() => new MemoryTrace());
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

  #look(): void {
    for (const [i, { pid, exitCode, signalCode }] of this.#children.entries()) {
      const bytes = exitCode === null && signalCode === null && pid ? residentMemory(pid) : null;
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

  /** Ends the processes at once, as a power cut would. */
  async kill(): Promise<void> {
    for (const child of this.#children) child.kill("SIGKILL");
    await this.#ended;
  }

  /** Waits for the processes. @throws {Error} where one fails. */
  async end(): Promise<{ readonly seconds: number; readonly output: string }> {
    const codes = await this.#ended;
    if (codes.some((code) => code !== 0)) throw new Error(`exit codes ${codes.join(", ")}: ${this.#output}`);
    return { seconds: (performance.now() - this.#started) / 1000, output: this.#output };
  }
}
