import type { Page } from "playwright-core";

/**
 * Waits until an expression is true in the page. It is evaluated by the debugger each time: `page.waitForFunction`
 * evaluates in the page from the second time on, which a content security policy refuses.
 */
export async function until(page: Page, expression: string, timeout = 120_000): Promise<void> {
  const end = Date.now() + timeout;
  while (!(await page.evaluate(`Boolean(${expression})`))) {
    if (Date.now() > end) throw new Error(`after ${timeout} ms this is still not true: ${expression}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
