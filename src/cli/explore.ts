/** `skein explore`: the page of a run, until a signal ends it. */
import { once } from "node:events";
import type { DeviceChoice } from "../device/node/index.js";
import { serveRun } from "../explore/serve.js";
import { EXIT } from "./exit_codes.js";
import { InterruptListener } from "./interrupt.js";
import { OpenedPage } from "./opened_page.js";
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
  let opened: OpenedPage | null = null;
  try {
    const { readOnly } = served.explorer.session;
    if (readOnly !== null) out.warn(`Nothing can be saved: ${readOnly}.`);
    await out.result(`${served.address}\n`);
    out.note("Open this address in a browser; Ctrl-C ends it.");
    if (open) opened = OpenedPage.open(served.address, out);
    if (!signal.aborted) await once(signal, "abort");
  } finally {
    opened?.close();
    await served.close();
  }
  return EXIT.success;
}
