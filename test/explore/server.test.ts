/** The server without a run: how long it waits, and whom it lets in. */
import { mkdtemp, rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { expect, it } from "vitest";
import { json } from "../../src/explore/http/answers.js";
import { admit } from "../../src/explore/http/guard.js";
import { PageFiles } from "../../src/explore/http/page_files.js";
import { ExplorerServer } from "../../src/explore/http/server.js";
import { Client } from "./client.js";
import { makePage } from "./made_run.js";

it("answers however long that takes, and ends connections that say nothing", async () => {
  const aborted: boolean[] = [];
  const root = await mkdtemp(join(tmpdir(), "skein-server-test-"));
  const server = await ExplorerServer.listen({
    ...{ port: 0, idleMs: 200, page: new PageFiles(await makePage(root)), onListener: () => () => {} },
    routes: {
      export: {
        method: "POST",
        async answer({ signal }) {
          await setTimeout(1000);
          aborted.push(signal.aborted);
          return json("done");
        },
      },
    },
  });
  try {
    expect(await new Client(server.address).change("export")).toBe("done");
    expect(aborted).toEqual([false]);
    const silent = connect(server.port, "127.0.0.1");
    await new Promise((resolve) => silent.on("close", resolve).resume());
  } finally {
    await server.close();
    await rm(root, { recursive: true });
  }
});

const asked = (headers: IncomingMessage["headers"], url = "/TOKEN/", method = "GET") =>
  ({ method, url, headers }) as IncomingMessage;

it("knows its names on port 80, which browsers leave out", () => {
  for (const host of ["127.0.0.1", "localhost", "127.0.0.1:80", "localhost:80"]) {
    expect(admit(asked({ host }), 80, "TOKEN").path).toBe("");
    expect(admit(asked({ host, origin: `http://${host}` }, "/TOKEN/undo", "POST"), 80, "TOKEN").path).toBe(
      "undo",
    );
  }
  expect(() => admit(asked({ host: "evil.example" }), 80, "TOKEN")).toThrow(/is for 127\.0\.0\.1:80 alone/);
  expect(() => admit(asked({ host: "127.0.0.1" }), 8080, "TOKEN")).toThrow(/is for 127\.0\.0\.1:8080 alone/);
});

it("lets a file open the page, as --open does, and nothing else", () => {
  const from = { host: "127.0.0.1:8000", "sec-fetch-site": "cross-site" } as const;
  const opens = { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" } as const;
  expect(admit(asked({ ...from, ...opens }), 8000, "TOKEN").path).toBe("");
  for (const request of [
    asked(from),
    asked({ ...from, "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" }),
    asked({ ...from, ...opens }, "/TOKEN/state"),
    asked({ ...from, ...opens }, "/TOKEN/", "POST"),
  ]) {
    expect(() => admit(request, 8000, "TOKEN")).toThrow(/another page asked/);
  }
  expect(() => admit(asked({ ...from, ...opens }, "/GUESS/"), 8000, "TOKEN")).toThrow(/lacks the token/);
});
