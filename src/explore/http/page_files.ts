/** The page's own files: what its bundle holds, and nothing else. */
import { readdirSync, readFileSync } from "node:fs";
import { extname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { SkeinError } from "../../errors.js";
import type { Answer } from "./answers.js";

/** Where the build puts the page, from src/ as from dist/. */
export const PAGE_FOLDER = fileURLToPath(new URL("../../../dist/explorer/", import.meta.url));

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

/** Files of these types that a folder holds, by the addresses that are exactly theirs: no path is ever made of an address. */
export class PageFiles {
  readonly #files = new Map<string, Answer>();

  /** @throws {SkeinError} where the page was not built. */
  constructor(folder: string) {
    try {
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        const type = TYPES[extname(entry.name)];
        if (!entry.isFile() || type === undefined) continue;
        const path = join(entry.parentPath, entry.name);
        const address = relative(folder, path).split(sep).join("/");
        this.#files.set(address, { type, body: readFileSync(path) });
      }
    } catch (cause) {
      throw new SkeinError(
        `the page in ${folder} cannot be read: install skein again, or run npm run build`,
        {
          cause,
        },
      );
    }
    const index = this.#files.get("index.html");
    if (!index) throw new SkeinError(`${folder} holds no page: install skein again, or run npm run build`);
    this.#files.set("", index);
  }

  /** Undefined where there is none of this address. */
  find(address: string): Answer | undefined {
    return this.#files.get(address);
  }
}
