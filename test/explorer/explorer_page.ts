/** The page in a real Chromium, with what goes wrong in it. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
// @ts-expect-error: a script without types.
import { bundleExplorer } from "../../scripts/lib/explorer.js";
import { findChromium } from "../report/browser.js";
import { MadeRun } from "./made_run.js";
import { MockServer } from "./mock_server.js";

export const missingChromium =
  findChromium() === null ? "no Chromium was found: apt install chromium, or set SKEIN_CHROMIUM" : null;

export const WIDE = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

/** The map is drawn by WebGL on the CPU (SwiftShader, which Chromium brings), all else by the CPU itself, which is faster at it. */
export const openChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: findChromium()!,
    args: [
      ...[
        "--headless",
        "--no-sandbox",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
      ],
      ...["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"],
      ...["--disable-gpu-compositing", "--disable-gpu-rasterization"],
    ],
  });

export interface ExplorerPage {
  readonly page: Page;
  /** Errors of scripts, of the console, and requests that left the address. */
  readonly trouble: string[];
}

export interface Look {
  readonly viewport?: typeof WIDE;
  readonly colorScheme?: "light" | "dark";
  readonly hasTouch?: boolean;
}

export async function openExplorer(
  browser: Browser,
  address: string,
  { viewport = WIDE, colorScheme = "light", hasTouch = false }: Look = {},
): Promise<ExplorerPage> {
  const page = await browser.newPage({ viewport, colorScheme, hasTouch });
  const trouble: string[] = [];
  page.setDefaultTimeout(60_000);
  page.on("pageerror", (error) => trouble.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !isExpected(message.text()))
      trouble.push(message.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(address) && !request.url().startsWith("data:"))
      trouble.push(`a request left: ${request.url()}`);
  });
  await page.goto(address);
  await page.getByRole("heading", { name: /^All images/ }).waitFor();
  return { page, trouble };
}

/** What a software driver of WebGL says of its own speed, and what Chromium says of a refusal, which the page shows. */
const isExpected = (text: string) =>
  text.includes("GPU stall due to ReadPixels") || /Failed to load resource: .* (409|503)/.test(text);

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe-core finds wrong with the page as it is now, by WCAG 2.2 A and AA. */
export async function violationsOf(page: Page): Promise<string[]> {
  // By the debugger, which the page's policy does not bind.
  await page.evaluate(AXE);
  const found = (await page.evaluate(
    `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }).then(({ violations }) =>
      violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })) })))`,
  )) as Violation[];
  return found.flatMap(({ id, nodes }) =>
    nodes
      .slice(0, 3)
      .map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ""}`),
  );
}

interface Opened extends ExplorerPage {
  readonly browser: Browser;
  readonly server: MockServer;
}

/** Opens the page of a run before each test of the suite, and looks after each whether anything went wrong in it. */
export function useExplorer(look: Look = {}, images = 300): Opened {
  const folder = mkdtempSync(join(tmpdir(), "skein-explorer-"));
  const opened = {} as { -readonly [key in keyof Opened]: Opened[key] };
  beforeAll(async () => {
    await bundleExplorer(folder);
    opened.browser = await openChromium();
  }, 240_000);
  afterAll(async () => {
    await opened.browser?.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(async () => {
    opened.server = new MockServer(new MadeRun(images), folder);
    await opened.server.start();
    Object.assign(opened, await openExplorer(opened.browser, opened.server.address, look));
  }, 240_000);
  afterEach(async () => {
    await opened.page.close();
    await opened.server.stop();
    expect(opened.trouble).toEqual([]);
  });
  return opened;
}
