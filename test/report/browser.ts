import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const PLACES = ["/usr/bin", "/usr/local/bin", "/snap/bin", "/Applications/Google Chrome.app/Contents/MacOS"];

/** The path of a Chromium on this machine, or null. SKEIN_CHROMIUM names one elsewhere. */
export function findChromium(): string | null {
  const folders = [...(process.env.PATH ?? "").split(delimiter).filter(Boolean), ...PLACES];
  const candidates = folders.flatMap((folder) =>
    [...NAMES, "Google Chrome"].map((name) => join(folder, name)),
  );
  const asked = process.env.SKEIN_CHROMIUM;
  return [...(asked ? [asked] : []), ...candidates].find(isExecutable) ?? null;
}

/** A headless browser that makes no requests of its own. */
export function openBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
