/** `skein cluster` where the way to sort is left open: what it says, in order, and what it leaves. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodePng } from "../../src/report/png.js";
import { digits } from "../support/tiny_model.js";
import { here, skein, temporaryFolder } from "./skein.js";

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);
const run = (...args: string[]) => here([...args, "--device", "native"], { cwd: folder.path });
const metricsOf = (name: string) => JSON.parse(readFileSync(at(`${name}/metrics.json`), "utf8"));

/** As few as the network is trained on. */
const COUNT = 100;

describe("skein cluster without a method [native]", () => {
  beforeAll(() => {
    mkdirSync(at("images"));
    for (let i = 0; i < COUNT; i++) {
      const pixels = Uint8Array.from(digits.pixels.subarray(i * 784, (i + 1) * 784));
      const png = encodePng({ width: 28, height: 28, channels: 1, pixels });
      writeFileSync(at(`images/${i}.png`), png);
    }
  });

  it("shows a first result, says how long the network takes and with which views, and what it kept", async () => {
    const { code, stderr } = await run("cluster", "images", "-k", "3", "--size", "12", "--out", "run");
    expect(code, stderr).toBe(0);
    const said = [
      /^first result after .* ways/m,
      /^training the network takes about /m,
      /^views: \w+, because /m,
      /^kept: the (first result|network): /m,
    ].map((line) => stderr.search(line));
    expect(said, stderr).not.toContain(-1);
    expect([...said].sort((a, b) => a - b)).toEqual(said);
    // The first result is shown as a table while the network trains; the last one goes to stdout.
    expect(stderr.match(/^class +images/gm)).toHaveLength(1);
    const { choice } = metricsOf("run");
    expect(choice.network).toMatchObject({ finished: true });
    expect(readFileSync(at("run/report.html"), "utf8")).toContain("beyond chance: the network");
    expect(choice.kept).toBe(/^kept: the network/m.test(stderr) ? "network" : "features");
  });

  it("leaves the network out where the time is too short, and says so", async () => {
    const given = ["-k", "3", "--size", "12", "--minutes", "0.001", "--no-report"];
    const { code, stderr } = await run("cluster", "images", ...given, "--out", "short");
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/^the network is left out, /m);
    expect(stderr).not.toMatch(/^views: |^class +images/m);
    expect(metricsOf("short").choice).toMatchObject({ kept: "features", network: { finished: false } });
  });

  it.skipIf(process.platform === "win32")(
    "stopped while the first result is written, says that the network was not trained, and how it is",
    async () => {
      const args = ["cluster", "images", "-k", "3", "--size", "12", "--device", "native", "--out", "stopped"];
      let sent = false;
      const stopped = await skein(args, {
        cwd: folder.path,
        onStderr: (text, child) => {
          if (!sent && text.includes("drawing the report")) sent = child.kill("SIGINT");
        },
      });
      expect(stopped.code, stopped.stderr).toBe(130);
      expect(stopped.stderr).toContain(
        "The first result is in stopped; the network was not trained. Start again with\n",
      );
      expect(stopped.stderr).toMatch(/ --out stopped --force$/m);
      expect(readdirSync(at("stopped"))).toContain("model.safetensors");
      expect(readdirSync(at("stopped"))).not.toContain("checkpoint.safetensors");
      const again = await run(...args.slice(0, -4), "--out", "stopped", "--force", "--minutes", "0.001");
      expect(again.code, again.stderr).toBe(0);
    },
  );
});
