/**
 * The payload of age's files: ChaCha20-Poly1305 on chunks of 64 KiB (STREAM, Hoang et al. 2015). The nonce is the chunk's
 * number, and whether it is the last, so that chunks cannot be cut off, repeated or exchanged.
 */
import { createCipheriv, createDecipheriv } from "node:crypto";

export const CHUNK_BYTES = 1 << 16;
export const TAG_BYTES = 16;
/** A chunk in a file. */
export const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;
const ALGORITHM = "chacha20-poly1305";

function nonceOf(chunk: number, last: boolean): Uint8Array {
  const nonce = Buffer.alloc(12);
  // Of eleven bytes; a file has fewer chunks than six bytes count.
  nonce.writeUIntBE(chunk, 5, 6);
  nonce[11] = Number(last);
  return nonce;
}

/** Encrypts bytes, and adds a tag. */
export function seal(key: Uint8Array, nonce: Uint8Array, bytes: Uint8Array): Uint8Array {
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** What `seal` encrypted; null where the key is another, or anything was changed. */
export function unseal(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array): Uint8Array | null {
  if (sealed.length < TAG_BYTES) return null;
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES });
  const end = sealed.length - TAG_BYTES;
  decipher.setAuthTag(sealed.subarray(end));
  const bytes = decipher.update(sealed.subarray(0, end));
  try {
    decipher.final();
    return bytes;
  } catch {
    return null;
  }
}

export const sealChunk = (key: Uint8Array, chunk: number, last: boolean, bytes: Uint8Array) =>
  seal(key, nonceOf(chunk, last), bytes);

export const unsealChunk = (key: Uint8Array, chunk: number, last: boolean, sealed: Uint8Array) =>
  unseal(key, nonceOf(chunk, last), sealed);

/** Chunks of a payload, and its length before encryption. */
export interface PayloadSize {
  readonly chunks: number;
  readonly bytes: number;
}

/** What a sealed payload of a length holds; null for a length that none has. */
export function payloadSize(sealed: number): PayloadSize | null {
  const chunks = Math.ceil(sealed / SEALED_CHUNK_BYTES);
  const bytes = sealed - chunks * TAG_BYTES;
  const last = bytes - (chunks - 1) * CHUNK_BYTES;
  // Only a payload of nothing has an empty chunk.
  return chunks > 0 && (last > 0 || (chunks === 1 && last === 0)) ? { chunks, bytes } : null;
}

/** Encrypts a payload as it comes: pieces of any length become chunks. */
export async function* sealPayload(
  key: Uint8Array,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const pending = new Uint8Array(CHUNK_BYTES);
  let [filled, chunk] = [0, 0];
  for await (let piece of pieces) {
    while (piece.length > 0) {
      // A full chunk waits until it is known not to be the last.
      if (filled === CHUNK_BYTES) {
        yield sealChunk(key, chunk++, false, pending);
        filled = 0;
      }
      const count = Math.min(piece.length, CHUNK_BYTES - filled);
      pending.set(piece.subarray(0, count), filled);
      filled += count;
      piece = piece.subarray(count);
    }
  }
  yield sealChunk(key, chunk, true, pending.subarray(0, filled));
}
