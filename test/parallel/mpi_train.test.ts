/** `skein train` by several processes: the model of one, also after a kill and with another number of them. */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { JOB_TIMEOUT, killedRank, MAIN, mpirun, noMpi, withMpi } from "./mpirun.js";

vi.setConfig({ testTimeout: JOB_TIMEOUT, hookTimeout: JOB_TIMEOUT });

const folder = mkdtempSync(join(tmpdir(), "skein-mpi-train-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Enough epochs that a process which watches can interrupt them. The last batch of each has eight images. */
const asked = ["train", "mnist", "--limit", "200", "--epochs", "20", "--device", "native", "--no-report"];
const command = (out: string, ...more: string[]) => [...asked, "--out", join(folder, out), ...more];
const model = (out: string) =>
  createHash("sha256")
    .update(readFileSync(join(folder, out, "model.safetensors")))
    .digest("hex");
/** Loss and scores of each epoch, without the time. */
const history = (out: string) =>
  readFileSync(join(folder, out, "history.csv"), "utf8")
    .split("\n")
    .map((line) => line.split(",").slice(0, -1));
const one = { env: { SKEIN_THREADS: "1" } };

describe.skipIf(noMpi)(withMpi("skein train"), () => {
  beforeAll(async () => {
    await promisify(execFile)(process.execPath, [MAIN, ...command("alone")]);
  });
  const expectSame = (out: string) => {
    expect(model(out)).toBe(model("alone"));
    expect(history(out)).toEqual(history("alone"));
  };

  it.each([1, 2])("on %i processes writes the model of one", async (size) => {
    const out = `of-${size}`;
    const { code, stdout, stderr } = await mpirun(size, [MAIN, ...command(out)], one);
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.match(/^accuracy on 200 test images/gm)).toHaveLength(1);
    expect(stderr.match(/trained in/g)).toHaveLength(1);
    expectSame(out);
  });

  it("goes on with another number of processes after a kill", async () => {
    const out = "killed";
    const { code, killed } = await killedRank([MAIN, ...command(out)], join(folder, out), one);
    expect(killed).toBe(true);
    expect(code).not.toBe(0);
    expect(readdirSync(join(folder, out))).not.toContain("model.safetensors");
    const resumed = await mpirun(4, [MAIN, ...command(out, "--resume")], one);
    expect(resumed.code).toBe(0);
    expectSame(out);
  });

  it("saves one checkpoint where the scheduler says stop, and one process goes on", async () => {
    const out = "stopped";
    let told = false;
    const { code, stderr } = await mpirun(2, [MAIN, ...command(out)], {
      ...one,
      onStderr(text, pid) {
        if (told || !/epoch 2\//.test(text)) return;
        told = true;
        process.kill(pid, "SIGUSR2");
      },
    });
    expect(told).toBe(true);
    expect(code).toBe(140);
    expect(stderr.match(/Saved .*checkpoint\.safetensors/g)).toHaveLength(1);
    await promisify(execFile)(process.execPath, [MAIN, ...command(out, "--resume")]);
    expectSame(out);
  });

  it("refuses what the processes cannot share, once", async () => {
    const three = await mpirun(3, [MAIN, ...command("three")], one);
    expect(three.code).toBe(2);
    expect(
      three.stderr.match(/3 processes cannot share 4 shards evenly: start 2 or 4 processes/g),
    ).toHaveLength(1);
    const encoder = await mpirun(2, [MAIN, "train", "mnist", "--encoder", "none.onnx"], one);
    expect(encoder.code).toBe(2);
    expect(encoder.stderr.match(/--encoder trains a head alone: start one process/g)).toHaveLength(1);
    expect(existsSync(join(folder, "three"))).toBe(false);
  });
});
