/** Facts about this program and the machine, for help, files and reports. */
import { basename, relative } from "node:path";
import { printable } from "./printable.js";

export { describeDevice } from "../device/describe.js";
export { VERSION } from "../version.js";

/** The command line that continues this one: what was typed, with another ending. */
export function commandLine(args: readonly string[]): string {
  const script = process.argv[1] ?? "";
  const program = basename(script) === "main.js" ? ["node", relative(process.cwd(), script)] : ["skein"];
  return [...program, ...args].map(quote).join(" ");
}

/** The command line that goes on with an interrupted run, or with `--force` begins it again. */
export function continuation(folder: string, ending: "--resume" | "--force" = "--resume"): string {
  const args = process.argv.slice(2).filter((arg) => arg !== "--force" && arg !== "--resume" && arg !== "-f");
  const named = args.some((arg) => /^(--out(=|$)|-o)/.test(arg));
  return commandLine([...args, ...(named ? [] : ["--out", folder]), ending]);
}

/** Quotes for a POSIX shell where need be; what a terminal would obey, as bash and zsh read it back. */
function quote(word: string): string {
  if (printable(word) !== word) {
    const bytes = [...Buffer.from(word)].map((byte) =>
      byte >= 0x20 && byte < 0x7f && byte !== 0x27 && byte !== 0x5c
        ? String.fromCharCode(byte)
        : `\\x${byte.toString(16).padStart(2, "0")}`,
    );
    return `$'${bytes.join("")}'`;
  }
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
