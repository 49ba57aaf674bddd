/** `skein explore`: the page of a run, until a signal ends it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import type { DeviceChoice } from "../device/node/index.js";
import { serveRun } from "../explore/serve.js";
import { EXIT } from "./exit_codes.js";
import { InterruptListener } from "./interrupt.js";
import type { Output } from "./output.js";

export interface ExploreCommandOptions {
  readonly port?: number;
  readonly open?: boolean;
  readonly device: DeviceChoice;
}

/** Ctrl-C is how it ends: that is a success. */
export async function explore(folder: string, options: ExploreCommandOptions, out: Output): Promise<number> {
  const { port, device, open = false } = options;
  using interrupt = new InterruptListener(out);
  interrupt.message = "Closing.";
  const { signal } = interrupt;
  const served = await serveRun(folder, { device, signal, ...(port !== undefined && { port }) });
  try {
    const { readOnly } = served.explorer.session;
    if (readOnly !== null) out.warn(`Nothing can be saved: ${readOnly}.`);
    await out.result(`${served.address}\n`);
    out.note("Open this address in a browser; Ctrl-C ends it.");
    if (open) openBrowser(served.address, out);
    if (!signal.aborted) await once(signal, "abort");
  } finally {
    await served.close();
  }
  return EXIT.success;
}

/** The command that opens an address, by system. */
const OPENERS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ["open"],
  win32: ["rundll32", "url.dll,FileProtocolHandler"],
};

function openBrowser(address: string, out: Output): void {
  const [command, ...args] = OPENERS[process.platform] ?? ["xdg-open"];
  const child = spawn(command!, [...args, address], { stdio: "ignore", detached: true });
  child.on("error", () => out.warn(`${command} cannot be started: open the address yourself.`));
  child.unref();
}
