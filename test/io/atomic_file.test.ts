import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { ModelFileError, SkeinError } from "../../src/errors.js";
import { ensureFolder, writeFileAtomically } from "../../src/io/atomic_file.js";
import { canMount, mountTmpfs, temporaryFolder } from "./fixture.js";

/** Does the rest of the test as a user whom permissions bind; root is not bound. */
function withoutPrivileges(): void {
  if (process.geteuid?.() !== 0) return;
  process.seteuid?.(65534);
  onTestFinished(() => process.seteuid?.(0));
}

/** Makes the method of every open file fail from the `nth` call on, as the system would. */
async function failing(method: "writeFile" | "sync", code: string, nth = 1): Promise<void> {
  const file = await open(process.execPath);
  const prototype = Object.getPrototypeOf(file) as FileHandle;
  await file.close();
  const original = prototype[method] as (...args: unknown[]) => Promise<void>;
  let calls = 0;
  const spy = vi.spyOn(prototype, method).mockImplementation(async function (this: FileHandle, ...args) {
    if (++calls >= nth) throw Object.assign(new Error(`${code}: injected`), { code });
    return original.apply(this, args);
  });
  onTestFinished(() => spy.mockRestore());
}

describe("writeFileAtomically", () => {
  it("writes text, bytes and pieces of both", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "file");
    await writeFileAtomically(path, "gr\u00fc\u00df");
    expect(readFileSync(path, "utf8")).toBe("gr\u00fc\u00df");
    await writeFileAtomically(path, Uint8Array.of(1, 2, 3, 4).subarray(1, 3));
    expect([...readFileSync(path)]).toEqual([2, 3]);
    await writeFileAtomically(path, ["a", Uint8Array.of(98), "", "c"]);
    expect(readFileSync(path, "utf8")).toBe("abc");
    await writeFileAtomically(path, []);
    expect(readFileSync(path, "utf8")).toBe("");
    expect(readdirSync(folder)).toEqual(["file"]);
  });

  it("shows the old content until the new is whole, and waits for pieces", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "file");
    writeFileSync(path, "old");
    const seen: string[] = [];
    async function* pieces() {
      for (const piece of ["n", "e", "w"]) {
        await new Promise((resolve) => setTimeout(resolve, 1));
        seen.push(readFileSync(path, "utf8"));
        yield piece;
      }
      seen.push(readFileSync(path, "utf8"));
    }
    await writeFileAtomically(path, pieces());
    expect(seen).toEqual(["old", "old", "old", "old"]);
    expect(readFileSync(path, "utf8")).toBe("new");
  });

  it("keeps permissions and follows a symbolic link", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "disk"));
    const file = join(folder, "disk", "file");
    const link = join(folder, "link");
    writeFileSync(file, "old", { mode: 0o600 });
    symlinkSync(file, link);
    await writeFileAtomically(link, "new");
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(file, "utf8")).toBe("new");
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it("gives a new file the mode that is asked for, and none a wider one while it is written", async () => {
    const folder = temporaryFolder();
    const mode = (name: string) => statSync(join(folder, name)).mode & 0o777;
    const temporary = () => readdirSync(folder).find((name) => name.startsWith(".skein-"))!;
    let seen = 0;
    async function* content() {
      yield "secret";
      seen = mode(temporary());
    }
    await writeFileAtomically(join(folder, "new"), content(), { mode: 0o600 });
    expect([seen, mode("new")]).toEqual([0o600, 0o600]);
    await writeFileAtomically(join(folder, "new"), content());
    expect([seen, mode("new")]).toEqual([0o600, 0o600]);
    await writeFileAtomically(join(folder, "other"), "plain");
    expect(mode("other")).not.toBe(0o600);
  });

  it("passes on what the content throws, and leaves the old file", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "file");
    writeFileSync(path, "old");
    function* pieces() {
      yield "half";
      throw new RangeError("mine");
    }
    await expect(writeFileAtomically(path, pieces())).rejects.toThrow(new RangeError("mine"));
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["file"]);
  });

  it("writes to a device instead of replacing it", async () => {
    await writeFileAtomically("/dev/null", "gone");
    expect(lstatSync("/dev/null").isCharacterDevice()).toBe(true);
  });

  it("refuses a folder, a missing folder and a file as a folder", async () => {
    const folder = temporaryFolder();
    await expect(writeFileAtomically(folder, "x")).rejects.toThrow(
      new SkeinError(`cannot write ${folder}: it is a folder; give the name of a file`),
    );
    await expect(writeFileAtomically(join(folder, "no", "file"), "x")).rejects.toThrow(
      `folder ${join(folder, "no")} does not exist; create it first`,
    );
    writeFileSync(join(folder, "plain"), "");
    await expect(writeFileAtomically(join(folder, "plain", "file"), "x")).rejects.toThrow(
      "a file is where a folder should be",
    );
    expect(readdirSync(folder)).toEqual(["plain"]);
  });

  it("explains a folder that may not be written, with the error class asked for", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "closed", "file");
    mkdirSync(join(folder, "closed"));
    writeFileSync(path, "old");
    chmodSync(join(folder, "closed"), 0o555);
    onTestFinished(() => chmodSync(join(folder, "closed"), 0o755));
    withoutPrivileges();
    const write = writeFileAtomically(path, "new", { errorClass: ModelFileError });
    await expect(write).rejects.toThrow(ModelFileError);
    await expect(write).rejects.toThrow(
      `cannot write ${path}: permission denied; choose another folder with --out`,
    );
    await expect(write).rejects.toMatchObject({ cause: { code: "EACCES" } });
    expect(readFileSync(path, "utf8")).toBe("old");
  });
});

describe("a full disk", () => {
  it.skipIf(!canMount)(
    "of 64 KiB (mounted, as root): the old file survives, nothing else is left",
    async () => {
      const disk = temporaryFolder();
      mountTmpfs(disk, "size=64k");
      const path = join(disk, "file");
      await writeFileAtomically(path, new Uint8Array(20_000).fill(1));
      const write = writeFileAtomically(path, [
        new Uint8Array(20_000).fill(2),
        new Uint8Array(100_000).fill(3),
      ]);
      await expect(write).rejects.toThrow(
        `cannot write ${path}: the disk is full; free some space or choose another folder with --out`,
      );
      await expect(write).rejects.toMatchObject({ cause: { code: "ENOSPC" } });
      expect(readdirSync(disk)).toEqual(["file"]);
      expect(readFileSync(path).equals(Buffer.alloc(20_000, 1))).toBe(true);
      // The room is free again.
      await writeFileAtomically(path, new Uint8Array(30_000).fill(4));
      expect(readFileSync(path).equals(Buffer.alloc(30_000, 4))).toBe(true);
    },
  );

  it.skipIf(!canMount)("is told from a read-only one (mounted, as root)", async () => {
    const disk = temporaryFolder();
    mountTmpfs(disk, "ro");
    await expect(writeFileAtomically(join(disk, "file"), "x")).rejects.toThrow(
      "the file system is read-only",
    );
    await expect(ensureFolder(join(disk, "runs"))).rejects.toThrow("the file system is read-only");
  });

  it.skipIf(!existsSync("/dev/full"))("that is a device says so", async () => {
    await expect(writeFileAtomically("/dev/full", "x")).rejects.toThrow(
      "cannot write /dev/full: the disk is full",
    );
  });

  it.each([
    { method: "writeFile", code: "ENOSPC", nth: 2, reason: "the disk is full" },
    { method: "writeFile", code: "EDQUOT", nth: 1, reason: "your disk quota is used up" },
    { method: "writeFile", code: "EFBIG", nth: 2, reason: "raise the limit" },
    // Network file systems may notice only when they flush.
    { method: "sync", code: "ENOSPC", nth: 1, reason: "the disk is full" },
    { method: "sync", code: "EIO", nth: 1, reason: "EIO: injected" },
  ] as const)(
    "noticed by $method ($code) leaves the old file alone",
    async ({ method, code, nth, reason }) => {
      const folder = temporaryFolder();
      const path = join(folder, "file");
      writeFileSync(path, "old");
      await failing(method, code, nth);
      const write = writeFileAtomically(path, ["one", "two", "three"]);
      await expect(write).rejects.toThrow(SkeinError);
      await expect(write).rejects.toThrow(reason);
      expect(readFileSync(path, "utf8")).toBe("old");
      expect(readdirSync(folder)).toEqual(["file"]);
    },
  );
});

describe("ensureFolder", () => {
  it("makes folders that are missing and accepts those that are there", async () => {
    const folder = join(temporaryFolder(), "a", "b");
    await ensureFolder(`${folder}/./`);
    await ensureFolder(folder);
    expect(statSync(folder).isDirectory()).toBe(true);
  });

  it("explains why it cannot", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "plain"), "");
    for (const path of [join(folder, "plain"), join(folder, "plain", "b")]) {
      await expect(ensureFolder(path)).rejects.toThrow(
        `cannot write ${path}: a file is where a folder should be`,
      );
    }
    mkdirSync(join(folder, "closed"), { mode: 0o555 });
    withoutPrivileges();
    await expect(ensureFolder(join(folder, "closed", "runs"))).rejects.toThrow(
      `cannot write ${join(folder, "closed", "runs")}: permission denied; choose another folder with --out`,
    );
  });
});
