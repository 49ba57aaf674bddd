/** `skein seal` and `skein open`. */
import { ArgumentError } from "../errors.js";
import { writeFileAtomically } from "../io/atomic_file.js";
import { piecesOf } from "../io/byte_source.js";
import { withKeys } from "../io/keys.js";
import { isSealed, withFile } from "../io/node/byte_source.js";
import { EXIT } from "./exit_codes.js";
import { type KeyOptions, keysOf } from "./keys.js";
import type { Output } from "./output.js";

const SUFFIX = ".age";
const STDOUT = "-";

interface FileOptions extends KeyOptions {
  readonly out?: string;
}

export async function seal(file: string, options: FileOptions, out: Output): Promise<number> {
  const target = options.out ?? file + SUFFIX;
  const encrypt = (options.recipient ?? []).length === 0;
  const keys = await keysOf({ ...options, encrypt: options.encrypt ?? encrypt }, ["writes"]);
  if (await isSealed(file)) {
    throw new ArgumentError(
      `${file} is encrypted already: open it first, or seal the file that it was made of`,
    );
  }
  await withFile(file, (source) => withKeys(keys, () => writeFileAtomically(target, piecesOf(source))));
  out.note(`${target}: encrypted; ${file} stays as it was`);
  return EXIT.success;
}

export async function open(file: string, options: FileOptions, out: Output): Promise<number> {
  const target = options.out ?? (file.endsWith(SUFFIX) ? file.slice(0, -SUFFIX.length) : undefined);
  if (target === undefined)
    throw new ArgumentError(`${file} does not end with ${SUFFIX}: say where to with --out`);
  if (!(await isSealed(file))) throw new ArgumentError(`${file} is not encrypted: use it as it is`);
  const keys = await keysOf(options, ["reads"]);
  await withKeys(keys, () =>
    withFile(file, async (source) => {
      // What was worth encrypting is for its owner.
      if (target !== STDOUT) return writeFileAtomically(target, piecesOf(source), { mode: 0o600 });
      for await (const piece of piecesOf(source)) await out.bytes(piece);
    }),
  );
  if (target !== STDOUT) out.note(`${target}: decrypted`);
  return EXIT.success;
}
