/** `skein explore` as a process: how it begins, is killed, and ends. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { decodeColumns, type ExplorerState } from "../../src/explore/protocol.js";
import { Random } from "../../src/random/philox.js";
import { readCorrections } from "../../src/review/index.js";
import { skein } from "../cli/skein.js";
import { Client, errorOf } from "./client.js";
import { type MadeRun, makePage, makeRun } from "./made_run.js";

const TIMEOUT = 180_000;
/** More of them with SKEIN_KILLS=200. */
const KILLS = Number(process.env.SKEIN_KILLS ?? 12);
const library = new URL("../../dist/explore/serve.js", import.meta.url).href;
/** Serves a run with a page of its own: the build's is not needed. */
const PROGRAM = `
  const { serveRun } = await import(${JSON.stringify(library)});
  const [run, page] = process.argv.slice(1);
  const { address } = await serveRun(run, { page, device: "native" });
  process.stdout.write(address + "\\n");`;

let made: MadeRun;
let page: string;
beforeAll(async () => {
  made = await makeRun(40);
  page = await makePage(made.root);
}, TIMEOUT);
afterAll(() => rm(made.root, { recursive: true, force: true }), TIMEOUT);

/** The first line that a process writes. */
async function firstLine(child: ChildProcess): Promise<string> {
  let [text, errors] = ["", ""];
  child.stderr?.on("data", (data) => {
    errors += data;
  });
  for await (const data of child.stdout!) {
    text += data;
    if (text.includes("\n")) return text.split("\n")[0]!;
  }
  throw new Error(`it ended by itself: ${errors}`);
}

async function serve(): Promise<{ readonly child: ChildProcess; readonly client: Client }> {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", PROGRAM, made.run, page], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { child, client: new Client(await firstLine(child)) };
}

it(`has lost no decision that it answered, killed ${KILLS} times`, {
  timeout: 60_000 + 10_000 * KILLS,
}, async () => {
  const random = new Random(15, 1);
  /** Where each image was put last, as far as the server said so. */
  const places = new Map<number, number>();
  let answered = 0;
  for (let i = 0; i < KILLS; i++) {
    const { child, client } = await serve();
    const closed = once(child, "close");
    const doubtful = new Map<number, number>();
    let first = true;
    for (;;) {
      const image = Math.floor(40 * random.uniform());
      const to = Math.floor(3 * random.uniform());
      doubtful.clear();
      doubtful.set(image, to);
      const reply = await client.post("decide", { kind: "move", images: [image], to }).catch(() => null);
      if (!reply) break;
      expect(reply.status).toBe(200);
      places.set(image, to);
      answered++;
      if (first) setTimeout(() => child.kill("SIGKILL"), 60 * random.uniform());
      first = false;
    }
    await closed;
    const { log, notes } = await readCorrections(join(made.run, "corrections.jsonl"));
    expect(notes.length).toBeLessThanOrEqual(1);
    expect(log.length).toBeGreaterThanOrEqual(answered);
    expect(log.length).toBeLessThanOrEqual(answered + 1);
    // The one that was under way may have been written.
    if (log.length > answered) for (const [image, to] of doubtful) places.set(image, to);
    answered = log.length;
  }
  const { child, client } = await serve();
  const { body } = await client.get("columns");
  const { classOf } = decodeColumns(
    body.buffer.slice(body.byteOffset, body.byteOffset + body.length) as ArrayBuffer,
  );
  for (const [image, to] of places) expect(classOf[image], `image ${image}`).toBe(to);
  child.kill("SIGKILL");
  await once(child, "close");
  // What a killed one left besides: a lock that nobody holds, and thumbnails that are whole.
  expect(await stat(join(made.run, ".skein-lock")).then(() => true)).toBe(true);
});

it("opens a folder that cannot be written to, and decides nothing", { timeout: TIMEOUT }, async () => {
  const root = process.getuid?.() === 0;
  const nobody = { uid: 65_534, gid: 65_534 };
  await rm(join(made.run, ".skein-lock"), { force: true });
  await chmod(made.root, 0o755);
  await chmod(made.run, 0o555);
  const child = spawn(process.execPath, ["--input-type=module", "--eval", PROGRAM, made.run, page], {
    stdio: ["ignore", "pipe", "pipe"],
    // The superuser may write anywhere.
    ...(root && nobody),
    cwd: "/",
  });
  try {
    const client = new Client(await firstLine(child));
    const state = await client.value<ExplorerState>("state");
    expect(state.readOnly).toMatch(/decisions need a folder that can be written to/);
    const reply = await client.post("decide", { kind: "name", class: 0, name: "cats" });
    expect([reply.status, errorOf(reply)]).toEqual([409, expect.stringMatching(/^nothing can be saved: /)]);
    expect((await client.get("thumbnails/0?side=64")).status).toBe(200);
    expect(await client.eventually("similar/0")).toBeTruthy();
  } finally {
    child.kill("SIGKILL");
    await once(child, "close");
    await chmod(made.run, 0o755);
  }
});

const MAIN = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

it.each(["SIGINT", "SIGTERM"] as const)(
  "ends at %s with nothing left open",
  { timeout: TIMEOUT },
  async (signal) => {
    await rm(join(made.run, ".skein-lock"), { force: true });
    // The build's page, or one that stands for it where there is none.
    const built = fileURLToPath(new URL("../../dist/explorer/", import.meta.url));
    if (!(await stat(join(built, "index.html")).catch(() => null))) {
      await mkdir(built, { recursive: true });
      await writeFile(join(built, "index.html"), "<!doctype html><title>Page</title>");
    }
    const child = spawn(process.execPath, [MAIN, "explore", made.run, "--device", "native"], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const client = new Client(await firstLine(child));
    const second = await skein(["explore", made.run]);
    expect([second.code, second.stderr]).toEqual([2, expect.stringMatching(/another run is writing here/)]);
    const taken = await skein(["explore", made.root, "--port", String(client.port)]);
    expect([taken.code, taken.stderr]).toEqual([2, expect.stringMatching(/holds no run/)]);
    // A listener and a request that waits.
    const events = await fetch(`${client.address}events`);
    const ended = once(child, "close");
    child.kill(signal);
    expect(await ended).toEqual([0, null]);
    await events.body!.cancel().catch(() => {});
    await expect(stat(join(made.run, ".skein-lock"))).rejects.toThrow();
    expect((await readFile(join(made.run, "corrections.jsonl"), "utf8")).endsWith("\n")).toBe(true);
  },
);
