/** Pages of docs/ that hold programs and what they print. */
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = new URL("../../", import.meta.url);

/** The text of a file of the project, such as "docs/onnx.md". */
export const textOf = (file: string) => readFileSync(new URL(file, root), "utf8");

/** The block of code behind `<!-- marker -->`. */
export function blockOf(page: string, marker: string): string {
  const found = new RegExp(`<!-- ${marker} -->\\s*\`\`\`\\w*\\n([^]*?)\`\`\``).exec(page);
  if (!found) throw new Error(`the page has no block <!-- ${marker} -->`);
  return found[1]!;
}

/** Names of the page's programs; "" for one without. */
export const programsOf = (page: string) =>
  [...page.matchAll(/<!-- program ?(\w*) -->/g)].map(([, name]) => name!);

/** Runs a program of docs/NAME.md: what it printed, and what the page says that it prints. */
export async function runPage(name: string, program = ""): Promise<{ printed: string; said: string }> {
  const page = textOf(`docs/${name}.md`);
  const block = (what: string) => blockOf(page, program ? `${what} ${program}` : what);
  // Inside the project, so that "skein" is the package itself.
  const folder = new URL(`.cache/${name}-page${program}/`, root);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL("program.mjs", folder), block("program"));
  try {
    const cwd = fileURLToPath(folder);
    const { stdout } = await promisify(execFile)(process.execPath, ["program.mjs"], { cwd });
    return { printed: stdout, said: block("output") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
