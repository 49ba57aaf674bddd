/** What an age file begins with. */
export const MAGIC = "age-encryption.org/v1\n";

/** Whether bytes are the beginning of an age file. */
export function isAge(bytes: Uint8Array): boolean {
  return bytes.length >= MAGIC.length && [...MAGIC].every((letter, i) => bytes[i] === letter.charCodeAt(0));
}
