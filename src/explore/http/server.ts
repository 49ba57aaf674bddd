/** The server of the page: on this machine's own address, for those who know the token. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { SkeinError } from "../../errors.js";
import { type Answer, Refusal, readJson, SECURITY_HEADERS, send, sendError } from "./answers.js";
import { type Admitted, admit, newToken } from "./guard.js";
import type { PageFiles } from "./page_files.js";

/** A request that was let in. */
export interface Asked {
  readonly query: URLSearchParams;
  /** The number behind the route's name, as in `thumbnails/7`; null where there is none. */
  readonly image: number | null;
  /** Of a POST, else null. */
  readonly body: unknown;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

export interface Route {
  readonly method: "GET" | "POST";
  /** Whether a number follows the name. */
  readonly ofImage?: boolean;
  answer(asked: Asked): Answer | Promise<Answer>;
}

/** A client that is told of changes until it goes. */
export interface Listener {
  tell(text: string): void;
}

export interface ExplorerServerOptions {
  /** 0 for any that is free. */
  readonly port: number;
  readonly page: PageFiles;
  readonly routes: Readonly<Record<string, Route>>;
  /** Milliseconds until a client counts as gone that takes or sends nothing. Default a minute. */
  readonly idleMs?: number;
  /** A client that listens to `events`. */
  readonly onListener: (listener: Listener) => () => void;
}

const HOST = "127.0.0.1";
/** A page has six at most; several pages may be open. */
const MAX_CONNECTIONS = 100;
const MAX_LISTENERS = 20;
const MAX_HEADER_BYTES = 8192;
/** Milliseconds for a request's head, for all of it, and until a client counts as gone that takes or sends nothing. */
const [HEAD_MS, REQUEST_MS, IDLE_MS] = [10_000, 60_000, 60_000];
/** Between two looks at which of them have passed. */
const CHECK_MS = 2000;
/** Between signs of life to listeners, which keep their connections. */
const BEAT_MS = 15_000;

export class ExplorerServer {
  readonly #options: ExplorerServerOptions;
  readonly #token = newToken();
  readonly #server: Server;
  readonly #idleMs: number;
  #listeners = 0;

  private constructor(options: ExplorerServerOptions) {
    this.#options = options;
    this.#idleMs = options.idleMs ?? IDLE_MS;
    this.#server = createServer(
      {
        maxHeaderSize: MAX_HEADER_BYTES,
        headersTimeout: HEAD_MS,
        requestTimeout: REQUEST_MS,
        connectionsCheckingInterval: CHECK_MS,
      },
      (request, response) => void this.#serve(request, response),
    );
    this.#server.maxConnections = MAX_CONNECTIONS;
    this.#server.setTimeout(this.#idleMs);
  }

  /** Resolves once requests are answered. @throws {SkeinError} where the port is taken. */
  static async listen(options: ExplorerServerOptions): Promise<ExplorerServer> {
    const server = new ExplorerServer(options);
    await new Promise<void>((resolve, reject) => {
      server.#server.once("error", reject);
      server.#server.listen({ host: HOST, port: options.port, exclusive: true }, resolve);
    }).catch((cause) => {
      const { code, message } = cause as NodeJS.ErrnoException;
      const why = code === "EADDRINUSE" ? "is taken" : `cannot be used (${message})`;
      throw new SkeinError(`port ${options.port} ${why}: choose another --port, or leave it out`, { cause });
    });
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** What to open in a browser. It lets in whoever has it. */
  get address(): string {
    return `http://${HOST}:${this.port}/${this.#token}/`;
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    // A client that goes is no error of ours.
    response.on("error", () => {});
    try {
      const admitted = admit(request, this.port, this.#token);
      if (admitted.path === "events" && admitted.method === "GET") this.#listen(response);
      else send(response, await this.#answer(request, response, admitted), admitted.method !== "HEAD");
    } catch (error) {
      sendError(response, error);
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse, admitted: Admitted): Promise<Answer> {
    const { method, path, query } = admitted;
    const file = method === "POST" ? undefined : this.#options.page.find(path);
    if (file) return file;
    const [, name = "", digits] = /^([a-z]+)(?:\/(\d{1,9}))?$/.exec(path) ?? [];
    const route = Object.hasOwn(this.#options.routes, name) ? this.#options.routes[name] : undefined;
    if (!route || (digits !== undefined) !== (route.ofImage ?? false)) {
      throw new Refusal(404, "there is nothing at this address", method === "POST");
    }
    if (route.method !== (method === "HEAD" ? "GET" : method)) {
      throw new Refusal(405, `${name} takes ${route.method}`, true);
    }
    const body = method === "POST" ? await readJson(request) : null;
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    const image = digits === undefined ? null : Number(digits);
    // A client that waits for us is not gone, however long an export takes.
    request.socket.setTimeout(0);
    try {
      return await route.answer({ query, image, body, signal: gone.signal });
    } finally {
      request.socket.setTimeout(this.#idleMs);
    }
  }

  #listen(response: ServerResponse): void {
    if (this.#listeners >= MAX_LISTENERS) throw new Refusal(503, "too many pages are open: close some");
    this.#listeners++;
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    const beat = setInterval(() => response.write(":\n\n"), BEAT_MS);
    // Each state replaces those before: one who reads slowly misses some, but not the last.
    let waiting: string | null = null;
    const tell = (text: string) => {
      if (response.writableNeedDrain) waiting = text;
      else response.write(`data: ${text}\n\n`);
    };
    response.on("drain", () => {
      const last = waiting;
      waiting = null;
      if (last !== null) tell(last);
    });
    const stop = this.#options.onListener({ tell });
    response.on("close", () => {
      this.#listeners--;
      clearInterval(beat);
      stop();
    });
  }
}
