/** `skein models`: what it says of a network is what the network takes. */
import { describe, expect, it } from "vitest";
import { openDevice } from "../../src/device/node/index.js";
import { buildNetwork } from "../../src/models/index.js";
import { Adam } from "../../src/optim/index.js";
import { here } from "./skein.js";

interface Row {
  readonly name: string;
  readonly parameters: number;
  readonly memory: Readonly<
    Record<"batch" | "parameters" | "gradients" | "optimizer" | "activations" | "total", number>
  >;
}

async function rows(...args: string[]): Promise<Row[]> {
  const { code, stdout, stderr } = await here(["models", "--json", ...args]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout).networks;
}

describe("skein models", () => {
  it("counts the memory that parameters, gradients and Adam take on a device [native]", async () => {
    const row = (await rows("--batch", "4")).find(({ name }) => name === "cnnRnn")!;
    const { batch, parameters, gradients, optimizer, activations, total } = row.memory;
    expect(batch).toBe(4);
    expect(total).toBe(parameters + gradients + optimizer + activations);
    using device = await openDevice("native");
    const network = buildNetwork("cnnRnn", { height: 28, width: 28, channels: 1 }, 10).to(device);
    expect(network.count()).toBe(row.parameters);
    const adam = new Adam(network);
    const { liveBytes } = device.memory;
    // Buffers are rounded up, by a quarter at most.
    expect(liveBytes).toBeGreaterThanOrEqual(parameters + gradients + optimizer);
    expect(liveBytes).toBeLessThan(1.25 * (parameters + gradients + optimizer) + 2 ** 15);
    adam.release();
    network.release();
  });

  it("has activations grow with the batch, and the rest stay", async () => {
    const [small, large] = [await rows("--batch", "4"), await rows("--batch", "8")];
    small.forEach(({ memory, name }, i) => {
      const larger = large[i]!.memory;
      expect(larger.gradients, name).toBe(memory.gradients);
      expect(larger.activations / memory.activations, name).toBeGreaterThan(1.4);
      expect(larger.activations / memory.activations, name).toBeLessThan(2.1);
    });
  });

  it("shows the sum in a column", async () => {
    const { stdout } = await here(["models", "--batch", "4"]);
    expect(stdout).toMatch(/MB at batch 4 /);
    const { total } = (await rows("--batch", "4")).find(({ name }) => name === "rowLstm")!.memory;
    expect(stdout).toMatch(new RegExp(`rowLstm .* ${(total / 1e6).toFixed(1).replace(".", "\\.")} `));
  });
});
