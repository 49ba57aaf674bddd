/** A folder of digits, a model of them, and shards of them, for tests of commands over shards. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { encodePngQuickly } from "../../src/data/encode_png.js";
import { put } from "../data/images.js";
import { digits, tiny } from "../support/tiny_model.js";
import { skein, temporaryFolder } from "./skein.js";

/** Images that can be read; one more is damaged. */
export const COUNT = 60;
export const MODEL = "run/model.safetensors";
export const SHARDS = Array.from({ length: 7 }, (_, i) => `shard-00000${i}`);
/** What is left of a prediction over them. */
export const RESULTS = ["predictions.json", ...SHARDS.flatMap((name) => [`${name}.csv`, `${name}.json`])];

/** A folder with `photos`, `run` and `shards`. */
export class ShardedDigits {
  readonly #folder = temporaryFolder();

  get path(): string {
    return this.#folder.path;
  }

  remove(): void {
    this.#folder.remove();
  }

  at(name: string): string {
    return join(this.path, name);
  }

  run(args: readonly string[]) {
    return skein(args, { cwd: this.path });
  }

  predictInto(out: string, ...more: string[]) {
    const args = ["predict", "--shards", "shards", "--model", MODEL, "--out", out, "--device", "native"];
    return this.run([...args, ...more]);
  }

  async make(): Promise<void> {
    const pixels = new Uint8Array(digits.pixels);
    for (let i = 0; i < COUNT; i++) {
      const name = `photos/${i % 2 ? "odd" : "even"}/${i}.png`;
      put(this.path, name, encodePngQuickly({ ...digits, channels: 1, pixels }, i));
    }
    const damaged = Buffer.from("\x89PNG\r\n\x1a\n and nothing else", "latin1");
    put(this.path, "photos/odd/damaged.png", damaged);
    writeFileSync(this.at("tiny.json"), JSON.stringify({ ...tiny, clusters: 10 }));
    const settings = ["--config", "tiny.json", "--size", "28", "--device", "native", "--no-report"];
    const made = await this.run(["cluster", "photos", ...settings, "--out", "run", "--quiet"]);
    expect(made.code, made.stderr).toBe(0);
    const shards = await this.run([
      "shard",
      "photos",
      "--out",
      "shards",
      "--size",
      "10",
      "--labels",
      "folders",
    ]);
    expect(shards.code, shards.stderr).toBe(0);
    expect(shards.stderr).toContain("61 images in 7 shards: shards");
  }

  names(out: string): string[] {
    return readdirSync(this.at(out)).sort();
  }

  /** The files of a folder. */
  bytesOf(out: string): Record<string, string> {
    return Object.fromEntries(
      this.names(out).map((name) => [name, readFileSync(join(this.at(out), name), "utf8")]),
    );
  }

  /** The rows of a table without its header. */
  rowsIn(out: string, name: string): string[] {
    return readFileSync(join(this.at(out), `${name}.csv`), "utf8")
      .trim()
      .split("\n")
      .slice(1);
  }

  /** Those of all tables. */
  rowsOf(out: string): string[] {
    return SHARDS.flatMap((name) => this.rowsIn(out, name));
  }
}
