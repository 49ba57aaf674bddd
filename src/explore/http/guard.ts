/** Who may ask: the page that this server sent, and a browser that opened the printed address. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { Refusal } from "./answers.js";

const TOKEN_BYTES = 32;
const METHODS = ["GET", "HEAD", "POST"];

/** What nobody guesses: 256 random bits, in letters that addresses take. */
export const newToken = (): string => randomBytes(TOKEN_BYTES).toString("base64url");

/** What is left of a request that may be answered. */
export interface Admitted {
  readonly method: "GET" | "HEAD" | "POST";
  /** Behind the token: "state", "thumbnails/7", "" for the page itself. */
  readonly path: string;
  readonly query: URLSearchParams;
}

/**
 * Checks a request before anything is read or done for it.
 * @throws {Refusal} for another Host (a name of another's that was pointed here), an address without the token, a POST from
 *   another page, or a method that is not known.
 */
export function admit(request: IncomingMessage, port: number, token: string): Admitted {
  const { host = "", origin } = request.headers;
  const { "sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": dest } = request.headers;
  const hosts = ["127.0.0.1", "localhost"].flatMap((name) =>
    // Browsers leave out the port that http has anyway.
    port === 80 ? [`${name}:${port}`, name] : [`${name}:${port}`],
  );
  if (!hosts.includes(host)) throw new Refusal(421, `this server is for ${hosts[0]} alone`, true);
  const method = METHODS.find((name) => name === request.method) as Admitted["method"] | undefined;
  if (!method) throw new Refusal(405, `${request.method} is not answered here: GET and POST are`, true);
  const [address = "", search = ""] = (request.url ?? "").split(/\?(.*)/s);
  const [, given = "", path = null] = /^\/([^/]*)(?:\/(.*))?$/s.exec(address) ?? [];
  if (path === null || !sameText(given, token)) {
    throw new Refusal(403, "the address lacks the token: open the one that skein explore printed", true);
  }
  // A file that redirects here, as --open has one, counts as another site: it may open the page, and knows the token.
  const opens = path === "" && method === "GET" && mode === "navigate" && dest === "document";
  if ((site === "cross-site" || site === "same-site") && !opens) {
    throw new Refusal(403, "another page asked: open the address that skein explore printed", true);
  }
  if (method === "POST" && origin !== `http://${host}`) {
    throw new Refusal(403, "another page asked: open the address that skein explore printed", true);
  }
  return { method, path, query: new URLSearchParams(search) };
}

/** In a time that does not tell how much of it is right. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
