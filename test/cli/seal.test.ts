/** `skein open` and `skein check`: what they refuse, and who can read what they write. */
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { describeError } from "../../src/cli/exit_codes.js";
import { Output } from "../../src/cli/output.js";
import { open } from "../../src/cli/seal.js";
import { check, sign } from "../../src/cli/sign.js";
import { sealBytes } from "../../src/io/age/age.js";
import { generateIdentity } from "../../src/io/age/recipients.js";

const folder = mkdtempSync(join(tmpdir(), "skein-seal-"));
const at = (name: string) => join(folder, name);
const out = new Output({ quiet: true });
const SECRET = "a model";
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());
beforeEach(async () => {
  vi.stubEnv("SKEIN_PASSPHRASE_FILE", at("passphrase"));
  writeFileSync(at("passphrase"), "x");
  writeFileSync(at("model.age"), await sealBytes(Buffer.from(SECRET), { passphrase: "x", workFactor: 4 }));
  for (const name of ["model", "signing.pem", "signing.pem.pub", "model.age.sig"])
    rmSync(at(name), { force: true });
});

describe("open", () => {
  it("writes what only its owner can read", async () => {
    await open(at("model.age"), {}, out);
    expect(readFileSync(at("model"), "utf8")).toBe(SECRET);
    expect(statSync(at("model")).mode & 0o777).toBe(0o600);
  });

  it("writes nothing of a file that was cut off", async () => {
    const sealed = readFileSync(at("model.age"));
    writeFileSync(at("model.age"), sealed.subarray(0, sealed.length - SECRET.length));
    await expect(open(at("model.age"), {}, out)).rejects.toThrow("its content was changed or cut off");
    expect(existsSync(at("model"))).toBe(false);
  });

  it.each(["--trusted-key", "SKEIN_TRUSTED_KEY"])(
    "refuses what is not signed with the key of %s",
    async (way) => {
      await sign(undefined, { newKey: at("signing.pem") }, out);
      const trustedKey = at("signing.pem.pub");
      if (way === "SKEIN_TRUSTED_KEY") vi.stubEnv(way, trustedKey);
      const options = way === "--trusted-key" ? { trustedKey } : {};
      await expect(open(at("model.age"), options, out)).rejects.toThrow("it is not signed");
      expect(existsSync(at("model"))).toBe(false);
      await sign(at("model.age"), { key: at("signing.pem") }, out);
      await open(at("model.age"), options, out);
      expect(readFileSync(at("model"), "utf8")).toBe(SECRET);
    },
  );
});

it.each([
  [
    "a passphrase",
    { passphrase: "other", workFactor: 4 },
    "the passphrase does not open it",
    "SKEIN_PASSPHRASE_FILE",
  ],
  [
    "a key",
    { recipients: [generateIdentity().recipient] },
    "it is encrypted for the holder",
    "--identity <file>",
  ],
])("the command line says how it is given %s", async (_, keys, reason, remedy) => {
  writeFileSync(at("model.age"), await sealBytes(Buffer.from(SECRET), keys));
  const error = await open(at("model.age"), {}, out).catch((thrown) => thrown);
  expect(error.message).toContain(`${at("model.age")}: ${reason}`);
  expect(error.message).not.toContain(remedy);
  expect(describeError(error)).toContain(remedy);
});

it("check says whether a file was changed", async () => {
  await sign(at("model.age"), { newKey: at("signing.pem") }, out);
  const result = vi.spyOn(out, "result").mockResolvedValue();
  await check(at("model.age"), { trustedKey: at("signing.pem.pub") }, out);
  expect(result).toHaveBeenCalledOnce();
  writeFileSync(at("model.age"), "other");
  await expect(check(at("model.age"), { trustedKey: at("signing.pem.pub") }, out)).rejects.toThrow(
    "it was changed",
  );
});
