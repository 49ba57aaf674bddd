/** The format's own test vectors (C2SP, Community Cryptography Test Vectors). */
import { createHash } from "node:crypto";
import { inflateSync } from "node:zlib";
import * as vectors from "cctv-age";
import { describe, expect, it } from "vitest";
import { ModelFileError } from "../../../src/errors.js";
import { openBytes, sealBytes } from "../../../src/io/age/age.js";
import { formatStanzas, parseHeader } from "../../../src/io/age/header.js";

interface Vector {
  readonly expect: string;
  readonly payload: string | undefined;
  readonly identities: readonly string[];
  readonly passphrase: string | undefined;
  readonly armored: boolean;
  readonly file: Uint8Array;
}

function parse(bytes: Uint8Array): Vector {
  const text = Buffer.from(bytes);
  const end = text.indexOf("\n\n");
  const fields = text
    .toString("utf8", 0, end)
    .split("\n")
    .map((line) => line.split(": ", 2) as [string, string]);
  const first = new Map(fields.toReversed());
  const file = text.subarray(end + 2);
  return {
    expect: first.get("expect")!,
    payload: first.get("payload"),
    identities: fields.flatMap(([key, value]) => (key === "identity" ? [value] : [])),
    passphrase: first.get("passphrase"),
    armored: first.has("armored"),
    file: first.get("compressed") === "zlib" ? inflateSync(file) : file,
  };
}

const all = Object.entries(vectors)
  .filter(([, bytes]) => bytes instanceof Uint8Array)
  .map(([name, bytes]) => [name, parse(bytes as unknown as Uint8Array)] as const)
  // Neither ASCII armour nor the post-quantum recipients are read.
  .filter(
    ([, { armored, identities }]) =>
      !armored && !identities.some((key) => key.startsWith("AGE-SECRET-KEY-PQ")),
  );

describe("age's test vectors", () => {
  it("are here", () => expect(all.length).toBeGreaterThan(80));

  it.each(all)("%s", async (_, { expect: want, payload, identities, passphrase, file }) => {
    const opening = openBytes(file, { identities, ...(passphrase !== undefined && { passphrase }) });
    if (want !== "success") {
      await expect(opening).rejects.toThrow(ModelFileError);
      return;
    }
    const opened = await opening;
    expect(createHash("sha256").update(opened).digest("hex")).toBe(payload);
    const { stanzas, signed } = parseHeader(file);
    expect(formatStanzas(stanzas)).toBe(Buffer.from(signed).toString());
    const again = await sealBytes(opened, { passphrase: "x", workFactor: 2 });
    expect(Buffer.from(await openBytes(again, { passphrase: "x" })).equals(opened)).toBe(true);
  });
});
