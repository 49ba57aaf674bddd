/** Opens an address in the browser without telling it to other users of the machine. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { atExit } from "../io/exit_cleanup.js";
import type { Output } from "./output.js";

/** The command that opens an address, by system. */
const OPENERS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ["open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};

/**
 * A file that leads a browser to an address. Every user of a machine may read the command lines of all, but this file is its owner's
 * alone.
 */
export class OpenedPage {
  readonly #folder: string;
  readonly #forget: () => void;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#forget = atExit(() => this.#remove());
  }

  /** Opens the browser; says so where there is none, or no file can be written. @returns null where nothing was opened. */
  static open(address: string, out: Output): OpenedPage | null {
    const [command, ...args] = OPENERS[process.platform] ?? ["xdg-open"];
    let page: OpenedPage;
    let file: string;
    try {
      // Of mode 0700.
      page = new OpenedPage(mkdtempSync(join(tmpdir(), "skein-open-")));
      file = page.#write(address);
    } catch (error) {
      out.warn(`The browser cannot be opened (${(error as Error).message}): open the address yourself.`);
      return null;
    }
    const child = spawn(command!, [...args, file], { stdio: "ignore", detached: true });
    child.on("error", () => out.warn(`${command} cannot be started: open the address yourself.`));
    child.unref();
    return page;
  }

  /** Removes the file. */
  close(): void {
    this.#forget();
    this.#remove();
  }

  /** @returns the file's own address. */
  #write(address: string): string {
    const path = join(this.#folder, "open.html");
    const html = `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>Skein</title>
<meta http-equiv="refresh" content="0; url=${address}"><a href="${address}">Open the run</a>
`;
    writeFileSync(path, html, { mode: 0o600, flag: "wx" });
    return pathToFileURL(path).href;
  }

  #remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
