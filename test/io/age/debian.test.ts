/** Debian's age opens what is sealed here, and the other way round. */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { openBytes, sealBytes } from "../../../src/io/age/age.js";
import { generateIdentity } from "../../../src/io/age/recipients.js";

/** Where `npm run age:setup` puts it. */
const cache = fileURLToPath(new URL("../../../.cache/age", import.meta.url));
const releases = existsSync(cache) ? readdirSync(cache) : [];
const found = releases
  .map((name) => join(cache, name, "usr", "bin"))
  .find((path) => existsSync(join(path, "age")));
if (!found) it.skip("age of Debian (it is missing: npm run age:setup fetches it)");

describe.skipIf(!found)("age of Debian", () => {
  const folder = mkdtempSync(join(tmpdir(), "skein-age-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const at = (name: string) => join(folder, name);
  const age = (...args: string[]) => execFileSync(join(found!, "age"), args, { cwd: folder, stdio: "pipe" });
  /** age asks for passphrases on a terminal, which `script` is. */
  const withTerminal = (command: string, input: string) => {
    const { status, stdout } = spawnSync(
      "script",
      ["-qec", `${join(found!, "age")} ${command}`, "/dev/null"],
      {
        cwd: folder,
        input,
        encoding: "utf8",
      },
    );
    expect(status, stdout).toBe(0);
  };
  const sizes = [0, 1, 65535, 65536, 65537, 200_000];
  const bytesOf = (size: number) => Uint8Array.from({ length: size }, (_, i) => (i * 31) >> 3);

  it.each(sizes)("%i bytes for a recipient", async (size) => {
    const bytes = bytesOf(size);
    const { identity, recipient } = generateIdentity();
    const other = generateIdentity();
    writeFileSync(at("key.txt"), `# a comment\n${identity}\n`);
    writeFileSync(at("sealed"), await sealBytes(bytes, { recipients: [other.recipient, recipient] }));
    // To stdout: age 1.1 makes no file where there is nothing to write.
    const opened = age("-d", "-i", "key.txt", "sealed");
    expect(opened.equals(bytes)).toBe(true);
    writeFileSync(at("opened"), opened);
    age("-r", recipient, "-o", "theirs", "opened");
    const ours = await openBytes(readFileSync(at("theirs")), { identities: [other.identity, identity] });
    expect(Buffer.from(ours).equals(bytes)).toBe(true);
    await expect(openBytes(readFileSync(at("theirs")), { identities: [other.identity] })).rejects.toThrow(
      "none of the identities opens it",
    );
  });

  it("keys of age-keygen", async () => {
    rmSync(at("own.txt"), { force: true });
    execFileSync(join(found!, "age-keygen"), ["-o", at("own.txt")], { stdio: "pipe" });
    const text = readFileSync(at("own.txt"), "utf8");
    const [identity, recipient] = [/^AGE-SECRET-KEY-1.*$/m.exec(text)![0], /age1\w+/.exec(text)![0]];
    const sealed = await sealBytes(bytesOf(9), { recipients: [recipient] });
    expect(await openBytes(sealed, { identities: [identity] })).toEqual(bytesOf(9));
  });

  it("passphrases", async () => {
    const passphrase = "correct horse bättery";
    const bytes = bytesOf(70_000);
    writeFileSync(at("sealed"), await sealBytes(bytes, { passphrase, workFactor: 14 }));
    withTerminal("-d -o opened sealed", `${passphrase}\n`);
    expect(readFileSync(at("opened")).equals(bytes)).toBe(true);
    withTerminal("-p -o theirs opened", `${passphrase}\n${passphrase}\n`);
    const theirs = readFileSync(at("theirs"));
    expect(Buffer.from(await openBytes(theirs, { passphrase })).equals(bytes)).toBe(true);
    await expect(openBytes(theirs, { passphrase: "another" })).rejects.toThrow(
      "the passphrase does not open it",
    );
    // age takes 2^18.
    await expect(openBytes(theirs, { passphrase, maxWorkFactor: 17 })).rejects.toThrow(
      "at most 2^17 are computed",
    );
  });
});
