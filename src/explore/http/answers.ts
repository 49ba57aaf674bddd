/** What requests are answered with. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { SkeinError } from "../../errors.js";
import type { ApiError } from "../protocol.js";

/** A request that is refused, with the status and the sentence that say so. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    /** Whether the connection ends with it: what the client still sends is not read. */
    readonly closes = false,
  ) {
    super(message);
  }
}

/** Bytes of a body at most: the numbers of a million images. */
export const MAX_BODY_BYTES = 8 * 2 ** 20;

/** What every answer says: that the page may use nothing but this server, and nobody else the answers. */
export const SECURITY_HEADERS = {
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cache-Control": "no-store",
} as const;

/** An answer that a route gives. */
export interface Answer {
  readonly type: string;
  readonly body: string | Uint8Array;
  /** Seconds for which the browser may keep it. Default 0. */
  readonly keep?: number;
}

export const json = (value: unknown): Answer => ({ type: "application/json", body: JSON.stringify(value) });

export function send(response: ServerResponse, { type, body, keep = 0 }: Answer, withBody = true): void {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  response.writeHead(200, {
    "Content-Type": type,
    "Content-Length": bytes.byteLength,
    ...(keep > 0 && { "Cache-Control": `private, max-age=${keep}, immutable` }),
  });
  response.end(withBody ? bytes : undefined);
}

/** Says why a request is refused; an error that nobody foresaw is none of the client's business in detail. */
export function sendError(response: ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const [status, sentence] = statusOf(error);
  const body = JSON.stringify({ error: sentence } satisfies ApiError);
  if (error instanceof Refusal && error.closes) response.setHeader("Connection", "close");
  response.writeHead(status, {
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(body),
  });
  response.end(body);
}

function statusOf(error: unknown): readonly [number, string] {
  if (error instanceof Refusal) return [error.status, error.message];
  if (error instanceof SkeinError) {
    // The file system refused: a full disk, say. What was asked for is in order.
    return [error.constructor === SkeinError ? 500 : 400, error.message];
  }
  return [500, `this is a defect in skein: ${error instanceof Error ? error.message : String(error)}`];
}

/**
 * The body of a POST as JSON.
 * @throws {Refusal} where it is too long, or no JSON.
 */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const tooLong = () =>
    new Refusal(
      413,
      `the request has more than ${MAX_BODY_BYTES} bytes: choose fewer images at a time`,
      true,
    );
  const { "content-type": type = "", "content-encoding": encoding = "identity" } = request.headers;
  if (!/^application\/json(?:; *charset=utf-8)?$/i.test(type) || encoding !== "identity") {
    throw new Refusal(415, "a request's body is application/json, without a content encoding", true);
  }
  if (Number(request.headers["content-length"] ?? 0) > MAX_BODY_BYTES) throw tooLong();
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MAX_BODY_BYTES) throw tooLong();
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString("utf8"));
  } catch {
    throw new Refusal(400, "the request's body is no JSON");
  }
}
