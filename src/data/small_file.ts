/** Files that are read whole before they are decoded: libvips opens a path ten times, and asks for its size as often. */
import { close, constants, fstat, open, read } from "node:fs";
import { identify } from "./formats.js";

/** Files of an archive are unpacked whole up to this size, too. Larger ones take so long to decode that it makes no difference. */
export const SMALL_BYTES = 2 ** 16;

/** Opens a file to be read; a pipe without waiting for its writer. Windows has neither such pipes nor the flag. */
export const WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** The content of a small image file; null for any other, for one that cannot be read, and for an SVG, which may refer to files beside it. */
export async function smallContent(path: string): Promise<Uint8Array | null> {
  // A path that no file can have makes open throw.
  const content = await wholeFile(path).catch(() => null);
  return content !== null && identify(content)?.name === "SVG" ? null : content;
}

// With callbacks, since a FileHandle takes longer to make and close than the file to read.
function wholeFile(path: string): Promise<Buffer | null> {
  return new Promise((resolve) => {
    open(path, WITHOUT_WAITING, (failed, file) => {
      if (failed) return resolve(null);
      const end = (content: Buffer | null) => close(file, () => resolve(content));
      fstat(file, (failed, facts) => {
        if (failed || !facts.isFile() || facts.size > SMALL_BYTES) return end(null);
        const { size } = facts;
        read(file, Buffer.allocUnsafeSlow(size), 0, size, 0, (failed, bytes, content) =>
          end(failed || bytes < size ? null : content),
        );
      });
    });
  });
}
