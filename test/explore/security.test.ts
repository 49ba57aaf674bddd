/** Who gets an answer, and who does not. */
import { mkdir, rename, rm, symlink, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MAX_BODY_BYTES } from "../../src/explore/http/answers.js";
import type { ExplorerState } from "../../src/explore/protocol.js";
import { type Served, serveRun } from "../../src/explore/serve.js";
import { Client, errorOf } from "./client.js";
import { type MadeRun, makePage, makeRun } from "./made_run.js";

const TIMEOUT = 120_000;

let made: MadeRun;
let served: Served;
let client: Client;
beforeAll(async () => {
  made = await makeRun(12);
  served = await serveRun(made.run, { page: await makePage(made.root), device: "native" });
  client = new Client(served.address);
}, TIMEOUT);
afterAll(async () => {
  await served?.close();
  await rm(made.root, { recursive: true, force: true });
}, TIMEOUT);

it("answers on 127.0.0.1 alone, with an address of 256 random bits", () => {
  expect(served.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[A-Za-z0-9_-]{43}\/$/);
});

it("lets its answers do nothing but show themselves", async () => {
  for (const path of ["", "state", "thumbnails/0?side=64", "nothing", "assets/page.js"]) {
    const { headers } = await client.get(path);
    expect(headers, path).toMatchObject({
      "content-security-policy": expect.stringMatching(/^default-src 'none'; script-src 'self';/),
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "cross-origin-resource-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "cache-control": expect.stringMatching(/no-store|private/),
    });
    expect(headers["access-control-allow-origin"]).toBeUndefined();
  }
});

it.each([
  "evil.example",
  "evil.example:80",
  "127.0.0.1",
  "127.0.0.1:1",
  "localhost.evil.example",
  "0.0.0.0",
  "[::1]",
])("refuses the Host %j", async (host) => {
  const reply = await client.get("state", { host });
  expect(reply.status).toBe(421);
  expect(errorOf(reply)).toMatch(/this server is for 127\.0\.0\.1/);
});

it("answers to both names of this machine", async () => {
  for (const host of ["127.0.0.1", "localhost"]) {
    expect((await client.get("state", { host: `${host}:${client.port}` })).status).toBe(200);
  }
});

it.each([
  ["no token", "/state"],
  ["nothing", "/"],
  ["another token", `/${"A".repeat(43)}/state`],
  ["a shorter one", "/A/state"],
  ["the token behind another folder", "/x/TOKEN/state"],
  ["the token in a query", "/state?token=TOKEN"],
  ["the token's beginning", "/START/state"],
  ["the token alone, as a file", "/TOKEN"],
  ["an encoded token", "/%54OKEN/state"],
  ["a whole address", "http://127.0.0.1/TOKEN/state"],
])("refuses %s", async (_, path) => {
  const { token } = client;
  const reply = await client.raw(path.replace("TOKEN", token).replace("START", token.slice(0, 42)));
  expect(reply.status).toBe(403);
  expect(errorOf(reply)).toMatch(/lacks the token/);
});

it.each([
  "../run/assignments.csv",
  "..%2f..%2f..%2fetc%2fpasswd",
  "%2e%2e/%2e%2e/etc/passwd",
  "..\\..\\etc\\passwd",
  "assets/../index.html",
  "assets/",
  "assets",
  "//etc/passwd",
  "index.html%00",
  "images/../state",
  "images/0/../../state",
  "images/-1",
  "images/1e3",
  "images/%30",
  "images/0x1",
  "images/",
  "images/0.png",
  "images/pictures/0.png",
  "images/99999999999999999999",
  "images/12",
  "thumbnails/12",
  "about/12",
  "similar/12",
  "__proto__",
  "constructor",
  "toString",
  "package.json",
])("has nothing at %j", async (path) => {
  expect((await client.get(path)).status).toBe(404);
});

it("shows files of the page's bundle alone", async () => {
  expect((await client.get("")).body.toString()).toContain("<title>Page</title>");
  expect((await client.get("assets/page.js")).headers["content-type"]).toMatch(/^text\/javascript/);
});

describe("a POST", () => {
  const body = JSON.stringify({ kind: "name", class: 0, name: "cats" });
  const post = (headers: Record<string, string>, content: string | Buffer = body) =>
    client.raw(`/${client.token}/decide`, { method: "POST", headers, body: content });
  const ours = () => `http://127.0.0.1:${client.port}`;
  const type = { "content-type": "application/json" };

  it.each(["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1", ""])(
    "of another page is refused: %j",
    async (origin) => {
      expect((await post({ ...type, origin })).status).toBe(403);
    },
  );

  it("without an Origin, or across sites, is refused", async () => {
    expect((await post(type)).status).toBe(403);
    expect((await post({ ...type, origin: ours(), "sec-fetch-site": "cross-site" })).status).toBe(403);
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])(
    "of the type %j, as forms send it, is refused",
    async (contentType) => {
      expect((await post({ origin: ours(), "content-type": contentType })).status).toBe(415);
    },
  );

  it("of more bytes than the limit is refused, as said or as sent", { timeout: TIMEOUT }, async () => {
    const headers = { ...type, origin: ours() };
    const said = await post({ ...headers, "content-length": String(MAX_BODY_BYTES + 1) }, "").catch(
      (error: Error) => error,
    );
    expect(said).toMatchObject({ status: 413 });
    // Sent in chunks, whose sum nobody says beforehand. The connection may end while more is sent.
    const sent = await post(
      { ...headers, "transfer-encoding": "chunked" },
      Buffer.alloc(MAX_BODY_BYTES + 1, 32),
    ).catch((error: NodeJS.ErrnoException) => ({ status: error.code }));
    expect([413, "EPIPE", "ECONNRESET"]).toContain(sent.status);
  });

  it("of what is no decision is refused", async () => {
    const headers = { ...type, origin: ours() };
    for (const wrong of [
      "",
      "{",
      "null",
      "[]",
      '{"kind":"paint"}',
      '{"kind":"name","class":-1,"name":"x"}',
    ]) {
      expect((await post(headers, wrong)).status, wrong).toBe(400);
    }
    const extra = { kind: "name", class: 0, name: "x", __proto__: null, more: 1 };
    expect((await post(headers, JSON.stringify(extra))).status).toBe(400);
  });

  it("of all these has changed nothing", async () => {
    expect((await client.value<ExplorerState>("state")).decisionCount).toBe(0);
  });
});

it.each(["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])("refuses %s", async (method) => {
  expect((await client.raw(`/${client.token}/state`, { method })).status).toBe(405);
});

it("refuses the wrong method of an address", async () => {
  expect((await client.get("decide")).status).toBe(405);
  expect((await client.post("state", {})).status).toBe(405);
});

it("ends a connection that says nothing, or too much", async () => {
  const answerTo = (text: string) =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(client.port, "127.0.0.1");
      let answer = "";
      socket.on("data", (data) => {
        answer += data;
      });
      socket.on("close", () => resolve(answer));
      socket.on("error", reject);
      socket.write(text);
    });
  const head = `GET /${client.token}/state HTTP/1.1\r\nHost: 127.0.0.1:${client.port}\r\n`;
  expect(await answerTo(`${head}X: ${"x".repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
  expect(await answerTo("GARBAGE\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 /);
  expect(await answerTo(`GET /${client.token}/state HTTP/1.1\r\n\r\n`)).toMatch(/^HTTP\/1\.1 400 /);
  // A head that never ends: the server waits ten seconds.
  expect(await answerTo(head)).toMatch(/^HTTP\/1\.1 408 /);
});

describe("an image's file", () => {
  const path = (image: number) => join(made.images, "pictures", `${image}.png`);

  it("that became a link to another file is refused", async () => {
    const secret = join(made.root, "secret.png");
    await rename(path(3), secret);
    await symlink(join(made.run, "assignments.csv"), path(3));
    expect((await client.get("images/3")).status).toBe(404);
    expect(errorOf(await client.get("images/3"))).toMatch(/leads to another file than when the run was made/);
    await rm(path(3));
    // The same picture, behind a link: it is the run's.
    await symlink(secret, path(3));
    expect((await client.get("images/3")).status).toBe(200);
    // Another picture outside.
    await rm(path(3));
    await mkdir(join(made.root, "elsewhere"));
    await rename(path(4), join(made.root, "elsewhere", "4.png"));
    await symlink(join(made.root, "elsewhere", "4.png"), path(3));
    expect((await client.get("images/3")).status).toBe(404);
    await rm(path(3));
    await rename(secret, path(3));
    await rename(join(made.root, "elsewhere", "4.png"), path(4));
  });

  it("that became a folder, a link to itself, or no picture is refused", async () => {
    const aside = join(made.root, "aside.png");
    await rename(path(5), aside);
    await mkdir(path(5));
    expect((await client.get("images/5")).status).toBe(404);
    await rm(path(5), { recursive: true });
    await symlink(path(5), path(5));
    expect((await client.get("images/5")).status).toBe(404);
    await rm(path(5));
    await writeFile(path(5), "<script>alert(1)</script>");
    expect((await client.get("images/5")).status).toBe(404);
    await rm(path(5));
    await rename(aside, path(5));
    expect((await client.get("images/5")).headers["content-type"]).toBe("image/png");
  });
});
