/** Chromium with WebGPU on the CPU (SwiftShader, which Chromium brings), and a server of files for it. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { findChromium } from "../report/browser.js";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".css": "text/css",
  ".js": "text/javascript",
  ".png": "image/png",
  ".jpg": "image/jpeg",
};

/** What Chromium is started with. Without the second line it finds no adapter. */
const ARGUMENTS = ["--headless", "--no-sandbox", "--disable-quic", "--no-first-run"];
const SOFTWARE = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"];
const NO_GPU = ["--disable-gpu", "--disable-software-rasterizer", "--disable-features=WebGPU"];

export function openBrowser(gpu: boolean): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium()!,
    args: [...ARGUMENTS, ...(gpu ? SOFTWARE : NO_GPU)],
  });
}

/** Why tests with WebGPU in a browser cannot run here; null where they can. */
export async function whyNoBrowser(): Promise<string | null> {
  if (findChromium() === null) return "no Chromium was found: apt install chromium, or set SKEIN_CHROMIUM";
  const browser = await openBrowser(true);
  const server = await serve({ "/index.html": "<!doctype html>" });
  try {
    const page = await browser.newPage();
    await page.goto(server.address);
    // The types of Node's navigator have no gpu.
    const found = await page.evaluate("navigator.gpu?.requestAdapter().then((adapter) => adapter !== null)");
    return found ? null : `Chromium ${browser.version()} finds no WebGPU adapter, not even SwiftShader`;
  } finally {
    server.close();
    await browser.close();
  }
}

/** Serves these contents by their paths, and files of a folder; what is missing gets a page of HTML, as from a real server. */
export async function serve(
  contents: Readonly<Record<string, string | Uint8Array>>,
  folder?: string,
): Promise<{ readonly address: string; close(): void }> {
  const server = createServer(({ url = "/" }, response) => {
    const path = url === "/" ? "/index.html" : url;
    const content = contents[path] ?? (folder === undefined ? undefined : read(join(folder, path)));
    const type = TYPES[extname(path)] ?? "application/octet-stream";
    if (content === undefined) response.writeHead(404, { "content-type": "text/html" });
    else response.writeHead(200, { "content-type": type });
    response.end(content ?? "<!doctype html><title>404</title>");
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `http://localhost:${port}/`, close: () => server.close() };
}

function read(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
