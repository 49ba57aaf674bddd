/** Encrypted and signed models, as a user has them. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isAge } from "../../src/io/age/magic.js";
import { generateIdentity } from "../../src/io/age/recipients.js";
import { encodePng } from "../../src/report/png.js";
import { here, type Result, temporaryFolder } from "./skein.js";

const folder = temporaryFolder();
afterAll(folder.remove);
const at = (name: string) => join(folder.path, name);
const { identity, recipient } = generateIdentity();
const PASSPHRASE = { SKEIN_PASSPHRASE_FILE: "passphrase.txt" };
const run = (args: string[], env: Record<string, string> = {}) => here(args, { cwd: folder.path, env });
const MODEL = "run/model.safetensors";
const sealed = (name: string) => isAge(readFileSync(at(name)));

describe("keys [native]", () => {
  let trained: Result;
  beforeAll(async () => {
    for (const [label, shade] of [
      ["dark", 40],
      ["light", 200],
    ] as const) {
      mkdirSync(at(`shades/${label}`), { recursive: true });
      for (let i = 0; i < 10; i++) {
        const pixels = new Uint8Array(64).fill(shade + i);
        writeFileSync(
          at(`shades/${label}/${i}.png`),
          encodePng({ width: 8, height: 8, channels: 1, pixels }),
        );
      }
    }
    writeFileSync(at("key.txt"), `# public key: ${recipient}\n${identity}\n`);
    writeFileSync(at("passphrase.txt"), "four words and more\n");
    writeFileSync(at("wrong.txt"), "other words\n");
    const network = ["--model", "rowLstm", "--epochs", "2", "--size", "8", "-d", "native"];
    trained = await run(["train", "shades", ...network, "--out", "run", "--recipient", recipient]);
  });

  it("train encrypts all that it writes", () => {
    expect(trained.code, trained.stderr).toBe(0);
    expect(readdirSync(at("run")).sort()).toEqual([
      "history.csv",
      "metrics.json",
      "model.safetensors",
      "report.html",
    ]);
    for (const name of readdirSync(at("run"))) expect(sealed(`run/${name}`), name).toBe(true);
  });

  it("predict and evaluate open it with the identity alone", async () => {
    const without = await run(["predict", MODEL, "shades", "-d", "native"]);
    expect(without.code).toBe(2);
    expect(without.stderr).toContain(`${MODEL}: it is encrypted for the holder of a secret key`);
    const predicted = await run(["predict", MODEL, "shades", "-d", "native", "--identity", "key.txt"]);
    expect(predicted.code, predicted.stderr).toBe(0);
    expect(predicted.stdout.split("\n").length).toBeGreaterThan(20);
    const args = ["evaluate", MODEL, "shades", "-d", "native", "--identity", "key.txt"];
    const evaluated = await run([...args, "--json"]);
    expect(evaluated.code, evaluated.stderr).toBe(0);
    expect(JSON.parse(evaluated.stdout).images).toBe(20);
    // The encrypted JSON was read: what is wrong is the kind of model.
    expect((await run([...args, "--mapping", "run/metrics.json"])).stderr).toContain(
      "this model learned labels",
    );
    const nobody = await run(["predict", MODEL, "shades", "--identity", "passphrase.txt"]);
    expect(nobody.code).toBe(2);
    expect(nobody.stderr).not.toContain("four words");
  });

  it("open and seal: with a key, with a passphrase from a file, never without a terminal", async () => {
    const opened = await run(["open", MODEL, "-o", "plain.safetensors", "--identity", "key.txt"]);
    expect(opened.code, opened.stderr).toBe(0);
    expect(sealed("plain.safetensors")).toBe(false);
    const asked = await run(["seal", "plain.safetensors"]);
    expect(asked.code).toBe(2);
    expect(asked.stderr).toContain("there is no terminal to ask for it");
    expect(existsSync(at("plain.safetensors.age"))).toBe(false);
    const withPassphrase = await run(["seal", "plain.safetensors"], PASSPHRASE);
    expect(withPassphrase.code, withPassphrase.stderr).toBe(0);
    const predicted = await run(["predict", "plain.safetensors.age", "shades", "-d", "native"], PASSPHRASE);
    expect(predicted.code, predicted.stderr).toBe(0);
    const wrong = await run(["predict", "plain.safetensors.age", "shades"], {
      SKEIN_PASSPHRASE_FILE: "wrong.txt",
    });
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain("the passphrase does not open it");
    const shown = await run(["open", "run/history.csv", "-o", "-", "--identity", "key.txt"]);
    expect(shown.stdout).toMatch(/^epoch,loss,/);
    for (const args of [
      ["seal", "plain.safetensors.age"],
      ["open", "plain.safetensors", "-o", "x"],
      ["seal", "plain.safetensors", "--encrypt", "--recipient", recipient],
      ["seal", "plain.safetensors", "--recipient", "age1x"],
      ["seal", "none.safetensors"],
    ]) {
      expect((await run(args, PASSPHRASE)).code, args.join(" ")).toBe(2);
    }
  });

  it("a changed file gives a sentence, and nothing is left of it", async () => {
    const content = readFileSync(at("run/report.html"));
    content[content.length - 20]! ^= 4;
    writeFileSync(at("changed.age"), content);
    const { code, stderr } = await run(["open", "changed.age", "--identity", "key.txt"]);
    expect(code).toBe(2);
    expect(stderr).toBe("changed.age: it is no usable encrypted file: its content was changed or cut off\n");
    expect(readdirSync(folder.path).filter((name) => name === "changed" || name.endsWith(".tmp"))).toEqual(
      [],
    );
  });

  it("sign, check, and a pinned key that refuses what is unsigned or changed", async () => {
    expect((await run(["sign", "--new-key", "signing.pem"])).code).toBe(0);
    expect(statSync(at("signing.pem")).mode & 0o777).toBe(0o600);
    const again = await run(["sign", "--new-key", "signing.pem"]);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain("exists: choose another name");
    const pinned = ["--trusted-key", "signing.pem.pub", "-d", "native", "--identity", "key.txt"];
    const unsigned = await run(["predict", MODEL, "shades", ...pinned]);
    expect(unsigned.code).toBe(2);
    expect(unsigned.stderr).toContain("it is not signed");
    expect((await run(["sign", MODEL, "--key", "signing.pem"])).code).toBe(0);
    expect((await run(["predict", MODEL, "shades", ...pinned])).code).toBe(0);
    expect((await run(["check", MODEL, "--trusted-key", "signing.pem.pub"])).stdout).toContain(
      "and unchanged",
    );
    execFileSync("openssl", ["pkey", "-pubin", "-in", at("signing.pem.pub"), "-noout"]);
    writeFileSync(at("copy.safetensors"), Buffer.concat([readFileSync(at(MODEL)), Buffer.alloc(1)]));
    writeFileSync(at("copy.safetensors.sig"), readFileSync(at(`${MODEL}.sig`)));
    const byEnvironment = { SKEIN_TRUSTED_KEY: "signing.pem.pub" };
    const changed = await run(["evaluate", "copy.safetensors", "shades"], byEnvironment);
    expect(changed.code).toBe(2);
    expect(changed.stderr).toContain("it was changed after it was signed");
    const checked = await run(["check", "copy.safetensors"], byEnvironment);
    expect(checked.code).toBe(2);
    expect(checked.stdout).toBe("");
  });
});
