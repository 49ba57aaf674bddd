/** Programs that mpirun starts. */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const addon = fileURLToPath(new URL("../../build/Release/skein_mpi.node", import.meta.url));
export const PROGRAM = fileURLToPath(new URL("mpi_program.mjs", import.meta.url));
export const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

// Containers run as root; and fewer cores than ranks are no reason to refuse.
const environment = {
  ...process.env,
  NODE_OPTIONS: "",
  OMPI_ALLOW_RUN_AS_ROOT: "1",
  OMPI_ALLOW_RUN_AS_ROOT_CONFIRM: "1",
  OMPI_MCA_rmaps_base_oversubscribe: "1",
  OMPI_MCA_mpi_yield_when_idle: "1",
};

/** Why no job can be started here, or null. */
export const noMpi: string | null = findTrouble();

function findTrouble(): string | null {
  try {
    execFileSync("mpirun", ["--version"], { stdio: "pipe", env: environment });
  } catch {
    return "mpirun is not here: apt install openmpi-bin libopenmpi-dev";
  }
  return existsSync(addon)
    ? null
    : 'the addon for MPI was not built: apt install libopenmpi-dev, then "npm run build"';
}

/** The title of a suite that needs MPI. */
export const withMpi = (title: string) => `${title} [mpi]${noMpi ? ` (${noMpi})` : ""}`;

export interface JobResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

export interface JobOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** More for mpirun. */
  readonly mca?: readonly string[];
  /** Called with all of stderr so far, whenever more has come. */
  readonly onStderr?: (text: string, mpirun: number) => void;
  /** Begins the command line: what runs mpirun elsewhere. */
  readonly before?: readonly string[];
}

/** For a job on a machine that is busy with others. */
export const JOB_TIMEOUT = 150_000;

/** Runs Node as `ranks` ranks; a job that hangs is ended after two minutes. */
export function mpirun(
  ranks: number,
  args: readonly string[],
  { env = {}, mca = [], onStderr, before = [] }: JobOptions = {},
): Promise<JobResult> {
  const began = performance.now();
  const [command, ...rest] = [...before, "mpirun", ...mca, "-n", String(ranks), process.execPath, ...args];
  return new Promise((resolve, reject) => {
    const child = spawn(command!, rest, {
      env: { ...environment, ...env },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 120_000,
      // mpirun takes its ranks along.
      killSignal: "SIGTERM",
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
      onStderr?.(stderr, child.pid!);
    });
    child.on("error", reject);
    child.on("close", (code) =>
      resolve({ code, stdout, stderr, seconds: (performance.now() - began) / 1000 }),
    );
  });
}

/** Processes that mpirun started. */
export function ranksOf(mpirun: number): number[] {
  const children = readFileSync(`/proc/${mpirun}/task/${mpirun}/children`, "utf8");
  return children.trim().split(/\s+/).map(Number);
}

/** Trains on two ranks, and kills the last one (SIGKILL) in an epoch after the first checkpoint in the run's folder. */
export async function killedRank(args: readonly string[], run: string, options: JobOptions) {
  let killed = false;
  const { code } = await mpirun(2, args, {
    ...options,
    onStderr(text, pid) {
      if (killed || !existsSync(join(run, "checkpoint.safetensors"))) return;
      if (!/epoch [2-9]\//.test(text)) return;
      killed = true;
      for (const rank of ranksOf(pid).slice(-1)) process.kill(rank, "SIGKILL");
    },
  });
  return { code, killed };
}

/** Runs a scene of mpi_program.mjs that ends well; resolves with what rank 0 printed. */
export async function scene<T>(ranks: number, args: readonly string[], options?: JobOptions): Promise<T> {
  const { code, stdout, stderr } = await mpirun(ranks, [PROGRAM, ...args], options);
  if (code !== 0) throw new Error(`${args.join(" ")}: exit code ${code}: ${stderr}`);
  return JSON.parse(stdout) as T;
}
