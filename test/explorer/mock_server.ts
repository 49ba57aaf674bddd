/** The server of `skein explore`, played from memory: the page is tested against it alone. */
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import sharp from "sharp";
import {
  type DecisionRequest,
  type ExportFormat,
  type ExportRequest,
  type ExportResult,
  encodeColumns,
} from "../../src/explore/protocol.js";
import { MadeRefusal, type MadeRun } from "./made_run.js";

const TOKEN = "made-token";
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
};
/** As the real server sends it, with nothing inline and nothing from elsewhere. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const FORMATS: readonly ExportFormat[] = [
  { name: "folders", about: "A folder for each class" },
  { name: "csv", about: "A table: image, class, name, confidence" },
];

interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly body: string | Uint8Array;
}

export class MockServer {
  run: MadeRun;
  /** What was posted, in order. */
  readonly posted: { readonly path: string; readonly body: unknown }[] = [];
  /** Requests of `map` and `duplicates` that are still answered with 503. */
  unready = 0;
  /** Milliseconds that a decision takes. */
  delay = 0;
  readonly #folder: string;
  readonly #listeners = new Set<ServerResponse>();
  #server: Server | null = null;
  #port = 0;

  /** @param folder of the page's bundle. */
  constructor(run: MadeRun, folder: string) {
    this.run = run;
    this.#folder = folder;
  }

  get address(): string {
    return `http://127.0.0.1:${this.#port}/${TOKEN}/`;
  }

  get decisions(): readonly DecisionRequest[] {
    return this.posted.filter(({ path }) => path === "decide").map(({ body }) => body as DecisionRequest);
  }

  /** Listens; after `stop` at the same address. */
  async start(): Promise<void> {
    const server = createServer((request, response) => {
      void this.#serve(request, response).catch((error: Error) => {
        const status = error instanceof MadeRefusal ? 409 : 500;
        send(response, { status, ...json({ error: error.message }) });
      });
    });
    await new Promise<void>((resolve) => server.listen(this.#port, "127.0.0.1", resolve));
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    this.#listeners.clear();
    server?.closeAllConnections();
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(null)));
  }

  /** Tells all pages the state. */
  tell(): void {
    for (const listener of this.#listeners) listener.write(eventOf(this.run));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const path = url.pathname.slice(`/${TOKEN}/`.length);
    if (!url.pathname.startsWith(`/${TOKEN}/`)) return send(response, { status: 403, body: "no token" });
    if (path === "events") {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      response.write(eventOf(this.run));
      this.#listeners.add(response);
      response.on("close", () => this.#listeners.delete(response));
      return;
    }
    if (request.method === "POST") {
      const body: unknown = JSON.parse(await textOf(request));
      this.posted.push({ path, body });
      if (this.delay > 0) await new Promise((resolve) => setTimeout(resolve, this.delay));
      return send(response, this.#post(path, body));
    }
    send(response, await this.#get(path, url.searchParams));
  }

  #post(path: string, body: unknown): Answer {
    const { run } = this;
    if (path === "names") return json((body as number[]).map((image) => run.nameOf(image)));
    if (path === "export") return json(exported(run, body as ExportRequest));
    if (run.readOnly) throw new MadeRefusal(run.readOnly);
    if (path === "decide") run.decide(body as DecisionRequest);
    else if (path === "undo") run.undo();
    else if (path === "redo") run.redo();
    else if (path === "refit") this.#refit();
    else return { status: 404, ...json({ error: `there is no ${path}` }) };
    this.tell();
    return json(run.state);
  }

  #refit(): void {
    const { run } = this;
    const total = 4;
    let done = 0;
    run.refit = { done, total, what: "Re-fit" };
    const timer = setInterval(() => {
      run.refit = ++done < total ? { done, total, what: "Re-fit" } : null;
      if (run.refit === null) {
        clearInterval(timer);
        run.revision++;
        run.refitted = true;
      }
      this.tell();
    }, 120);
  }

  async #get(path: string, query: URLSearchParams): Promise<Answer> {
    const { run } = this;
    const [kind, name] = path.split("/") as [string, string | undefined];
    const image = Number(name);
    const count = Number(query.get("count") ?? 20);
    if ((kind === "map" || kind === "duplicates") && this.unready-- > 0)
      return { status: 503, ...json({ error: `The ${kind} is still made.` }) };
    switch (kind) {
      case "state":
        return json(run.state);
      case "columns":
        return { body: encodeColumns(run.columns) };
      case "map":
        return { body: new Uint8Array(run.places.buffer) };
      case "thumbnails":
        return { type: "image/webp", body: await drawn(image, Number(query.get("side"))) };
      case "images":
        return { type: "image/webp", body: await drawn(image, 480) };
      case "about":
        return json(run.about(image));
      case "similar":
        return json(run.similar(image, count));
      case "questions":
        return json(run.questions(count));
      case "outliers":
        return json(run.outliers);
      case "duplicates":
        return json(run.duplicates);
      case "proposals":
        return json(run.proposals);
      case "formats":
        return json(FORMATS);
    }
    const file = path === "" ? "index.html" : path;
    const type = TYPES[extname(file)];
    if (type === undefined || file.includes("/")) return { status: 404, body: "nothing" };
    return { type, body: readFileSync(join(this.#folder, file)) };
  }
}

const json = (value: unknown) => ({ type: "application/json", body: JSON.stringify(value) });
const eventOf = (run: MadeRun) => `data: ${JSON.stringify(run.state)}\n\n`;

function send(response: ServerResponse, { status = 200, type = "application/octet-stream", body }: Answer) {
  const isPicture = type.startsWith("image/");
  response.writeHead(status, {
    ...{ "content-type": type, "content-security-policy": POLICY, "x-content-type-options": "nosniff" },
    "cache-control": isPicture ? "private, max-age=600" : "no-store",
  });
  response.end(body);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

function exported(run: MadeRun, { out, format, dryRun, classes }: ExportRequest): ExportResult {
  if (out === "taken")
    throw new MadeRefusal("taken is not empty: name another folder, or replace what is there");
  const images = [...run.columns.classOf].filter((id) => !classes || classes.includes(id)).length;
  const paths = Array.from({ length: Math.min(50, images) }, (_, image) => `${out}/${run.nameOf(image)}`);
  if (format === "csv") return { files: 1, images, paths: [`${out}.csv`], written: !dryRun };
  return { files: images, images, paths, written: !dryRun };
}

/** Pictures by their look and side: there are few looks, as drawing takes longer than sending. */
const pictures = new Map<string, Promise<Buffer>>();
const LOOKS = 48;

function drawn(image: number, side: number): Promise<Buffer> {
  const look = image % LOOKS;
  const key = `${look} ${side}`;
  let found = pictures.get(key);
  if (!found) {
    const hue = (look * 137) % 360;
    const points = Array.from({ length: 5 + (look % 6) }, (_, i, count = 5 + (look % 6)) => {
      const [angle, radius] = [(2 * Math.PI * i) / count, i % 2 === 0 ? 42 : 18 + (look % 20)];
      return `${50 + radius * Math.cos(angle + look)},${50 + radius * Math.sin(angle + look)}`;
    });
    const svg =
      `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="${side}" height="${side}">` +
      `<rect width="100" height="100" fill="hsl(${(hue + 180) % 360} 25% 82%)"/>` +
      `<polygon points="${points.join(" ")}" fill="hsl(${hue} 55% 45%)"/></svg>`;
    found = sharp(Buffer.from(svg)).webp().toBuffer();
    pictures.set(key, found);
  }
  return found;
}
