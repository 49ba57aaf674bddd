/** Asks for a passphrase on the terminal, which does not show it. */
import { ArgumentError } from "../errors.js";
import { Interrupted } from "./exit_codes.js";

/**
 * @param confirm asks twice, until both answers are the same.
 * @throws {ArgumentError} where there is no terminal, or the answer is empty.
 */
export async function askPassphrase(confirm: boolean): Promise<string> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    throw new ArgumentError(
      "a passphrase is needed, and there is no terminal to ask for it: " +
        "write it into a file and name that in SKEIN_PASSPHRASE_FILE",
    );
  }
  for (;;) {
    const first = await readHidden("Passphrase: ");
    if (first === "") throw new ArgumentError("the passphrase is empty: give one of several words");
    if (!confirm || (await readHidden("The same again: ")) === first) return first;
    process.stderr.write("They differ.\n");
  }
}

const [CTRL_C, CTRL_D, BACKSPACE, DELETE] = ["\u0003", "\u0004", "\b", "\u007f"];

function readHidden(prompt: string): Promise<string> {
  const { stdin } = process;
  process.stderr.write(prompt);
  stdin.setRawMode(true).setEncoding("utf8").resume();
  return new Promise((resolve, reject) => {
    let text = "";
    const finish = (end: () => void) => {
      stdin.off("data", onData).setRawMode(false).pause();
      process.stderr.write("\n");
      end();
    };
    const onData = (data: string) => {
      for (const character of data) {
        if (character === "\r" || character === "\n" || character === CTRL_D)
          return finish(() => resolve(text));
        if (character === CTRL_C) return finish(() => reject(new Interrupted("SIGINT")));
        if (character === BACKSPACE || character === DELETE) text = [...text].slice(0, -1).join("");
        else text += character;
      }
    };
    stdin.on("data", onData);
  });
}
