/** A client that may say what no browser would. */
import { request } from "node:http";

export interface Reply {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
}

export interface Asking {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

export class Client {
  readonly port: number;
  readonly token: string;

  constructor(readonly address: string) {
    const url = new URL(address);
    this.port = Number(url.port);
    this.token = url.pathname.slice(1, -1);
  }

  /** Sends a path as it is written. */
  raw(path: string, { method = "GET", headers = {}, body }: Asking = {}): Promise<Reply> {
    return new Promise((resolve, reject) => {
      const asked = request(
        { host: "127.0.0.1", port: this.port, path, method, headers, agent: false },
        (response) => {
          const parts: Buffer[] = [];
          response.on("data", (part) => parts.push(part));
          response.on("end", () =>
            resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(parts) }),
          );
          response.on("error", reject);
        },
      );
      asked.on("error", reject);
      asked.end(body);
    });
  }

  get = (path: string, headers: Record<string, string> = {}) =>
    this.raw(`/${this.token}/${path}`, { headers });

  /** As the page posts. */
  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    return this.raw(`/${this.token}/${path}`, {
      method: "POST",
      headers: {
        origin: `http://127.0.0.1:${this.port}`,
        "content-type": "application/json",
        ...headers,
      },
      body: JSON.stringify(body),
    });
  }

  /** What an address answers, which has to be a success. */
  async value<T>(path: string): Promise<T> {
    return parsed<T>(await this.get(path));
  }

  async change<T>(path: string, body: unknown = {}): Promise<T> {
    return parsed<T>(await this.post(path, body));
  }

  /** Asks again while the answer is 503. */
  async eventually<T>(path: string): Promise<T> {
    for (;;) {
      const reply = await this.get(path);
      if (reply.status !== 503 || /failed/.test(errorOf(reply))) return parsed<T>(reply);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

function parsed<T>({ status, body }: Reply): T {
  if (status !== 200) throw new Error(`status ${status}: ${body}`);
  return JSON.parse(body.toString()) as T;
}

export const errorOf = ({ body }: Reply): string => (JSON.parse(body.toString()) as { error: string }).error;
