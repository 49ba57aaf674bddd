/** `skein cluster` by several processes: the model of one, also after a kill and with another number of them. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { JOB_TIMEOUT, killedRank, MAIN, mpirun, noMpi, ranksOf, withMpi } from "./mpirun.js";

vi.setConfig({ testTimeout: JOB_TIMEOUT, hookTimeout: JOB_TIMEOUT });

const folder = mkdtempSync(join(tmpdir(), "skein-mpi-cluster-"));
afterAll(() => rmSync(folder, { recursive: true }));

const asked = [
  "cluster",
  "mnist",
  "--limit",
  "200",
  "--method",
  "network",
  // Enough that a process which watches can interrupt them.
  "--epochs",
  "24",
  "--batch",
  "50",
];
const command = (out: string, ...more: string[]) => [
  ...asked,
  "--device",
  "native",
  "--no-report",
  "--out",
  join(folder, out),
  ...more,
];
/** Enough where nothing interrupts them. */
const SHORT = ["--epochs", "4"];
const hash = (out: string, file: string) =>
  createHash("sha256")
    .update(readFileSync(join(folder, out, file)))
    .digest("hex");
const one = { env: { SKEIN_THREADS: "1" } };

describe.skipIf(noMpi)(withMpi("skein cluster"), () => {
  beforeAll(async () => {
    await promisify(execFile)(process.execPath, [MAIN, ...command("alone")]);
    await promisify(execFile)(process.execPath, [MAIN, ...command("alone-short", ...SHORT)]);
  });
  const expectSame = (out: string, as: string) => {
    for (const file of ["model.safetensors", "assignments.csv"]) {
      expect(hash(out, file), file).toBe(hash(as, file));
    }
  };

  it.each([
    ["1", []],
    ["2", []],
    ["4", ["--mca", "btl", "self,tcp"]],
  ] as const)("on %s processes writes the model of one", async (size, mca) => {
    const out = `of-${size}`;
    const args = [MAIN, ...command(out, ...SHORT)];
    const { code, stdout, stderr } = await mpirun(Number(size), args, { ...one, mca });
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.match(/^NMI/gm)).toHaveLength(1);
    expect(stderr.match(/trained in/g)).toHaveLength(1);
    expectSame(out, "alone-short");
  });

  it("goes on with another number of processes after a kill", async () => {
    const out = "killed";
    const { code, killed } = await killedRank([MAIN, ...command(out)], join(folder, out), one);
    expect(killed).toBe(true);
    expect(code).not.toBe(0);
    expect(readdirSync(join(folder, out))).not.toContain("model.safetensors");
    const resumed = await mpirun(4, [MAIN, ...command(out, "--resume")], one);
    expect(resumed.code).toBe(0);
    expectSame(out, "alone");
  });

  it("saves one checkpoint where the scheduler says stop, and one process goes on", async () => {
    const out = "stopped";
    let told = false;
    const { code, stderr } = await mpirun(2, [MAIN, ...command(out)], {
      ...one,
      onStderr(text, pid) {
        if (told || !/epoch 2\//.test(text)) return;
        told = true;
        // mpirun hands it on at once, and waits; after SIGTERM it kills a second later.
        process.kill(pid, "SIGUSR2");
      },
    });
    expect(told).toBe(true);
    expect({ code, stderr }).toMatchObject({ code: expect.not.stringMatching("^0$") });
    expect(stderr.match(/Saved .*checkpoint\.safetensors/g)).toHaveLength(1);
    await promisify(execFile)(process.execPath, [MAIN, ...command(out, "--resume")]);
    expectSame(out, "alone");
  });

  it("ends on all alike where USR2 comes while one process alone measures", async () => {
    let told = false;
    const { code, stderr } = await mpirun(2, [MAIN, ...command("measured")], {
      ...one,
      onStderr(text, pid) {
        if (told || !text.includes("views:")) return;
        told = true;
        process.kill(pid, "SIGUSR2");
      },
    });
    expect(told).toBe(true);
    expect({ code, differ: stderr.includes("do not do the same") }).toEqual({ code: 140, differ: false });
  });

  it("writes the results to their end where USR2 comes to a process that waits for them", async () => {
    const args = command("written", "--epochs", "2").filter((arg) => arg !== "--no-report");
    let told = false;
    const { code, stderr } = await mpirun(2, [MAIN, ...args], {
      ...one,
      onStderr(text, pid) {
        if (told || !text.includes("drawing the report")) return;
        told = true;
        process.kill(ranksOf(pid)[1]!, "SIGUSR2");
      },
    });
    expect(told).toBe(true);
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    expect(readdirSync(join(folder, "written"))).toContain("report.html");
  });

  it("refuses what the processes cannot share, once", async () => {
    const three = await mpirun(3, [MAIN, ...command("three")], one);
    expect(three.code).not.toBe(0);
    expect(three.stderr).toMatch(/3 processes cannot share 16 shards evenly: start 2 or 4 processes/);
    const method = await mpirun(2, [MAIN, "cluster", "mnist", "--method", "ward", "--limit", "100"], one);
    expect(method.stderr).toContain(
      "several processes share the training of the network, and --method asks for another way",
    );
    expect(existsSync(join(folder, "three"))).toBe(false);
  });
});
