/** The entries of zip files, which NumPy's .npz are, too. */
import { crc32, inflateRawSync } from "node:zlib";
import type { Entry, ZipFile } from "yauzl";
import { DataError } from "../errors.js";
import { SMALL_BYTES } from "./small_file.js";

/** Reads the list of entries; `zip` has to be closed. @throws {DataError} where it is damaged. */
export async function listZip(path: string): Promise<Entry[]> {
  const zip = await openZip(path);
  try {
    const entries: Entry[] = [];
    let packed = 0;
    for await (const entry of zip.eachEntry()) {
      entries.push(entry);
      packed += entry.compressedSize;
    }
    if (packed > zip.fileSize) {
      throw new DataError(`${path} says that it holds more than it does: it is damaged, or made to do harm.`);
    }
    return entries;
  } catch (error) {
    throw damaged(path, error);
  } finally {
    zip.close();
  }
}

/** Opens a file whose entries are known, for `entryStream`; it has to be closed. */
export async function openZip(path: string): Promise<ZipFile> {
  const yauzl = await import("yauzl");
  try {
    // Names are decoded here, since one of another kind would end the list.
    return await yauzl.openPromise(path, { autoClose: false, decodeStrings: false });
  } catch (error) {
    throw damaged(path, error);
  }
}

/** The name of an entry. */
export async function zipName(entry: Entry): Promise<string> {
  const yauzl = await import("yauzl");
  return yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
}

/** The programs of Unix say so in the upper half of the attributes. */
const UNIX = 3;
const [FILE_TYPE, SYMBOLIC_LINK] = [0o170000, 0o120000];

/** Whether an entry only says where another file lies. */
export function isZipLink({ versionMadeBy, externalFileAttributes }: Entry): boolean {
  return versionMadeBy >> 8 === UNIX && ((externalFileAttributes >>> 16) & FILE_TYPE) === SYMBOLIC_LINK;
}

/** Why an entry cannot be unpacked, or undefined. */
export function zipTrouble(entry: Entry): string | undefined {
  if (entry.isEncrypted()) return "it is encrypted: pack it without a password";
  if (entry.canDecodeFileData()) return undefined;
  return `it is packed by method ${entry.compressionMethod}: pack it with deflate, as most programs do`;
}

const DEFLATE = 8;

/** The content of an entry, checked against its sum. */
export async function entryContent(zip: ZipFile, entry: Entry): Promise<Buffer> {
  const small = Math.max(entry.compressedSize, entry.uncompressedSize) <= SMALL_BYTES;
  // What is wrong with an entry is said by the stream.
  return (small && (await unpackAtOnce(zip, entry))) || (await joined(entryStream(zip, entry)));
}

/** For small entries: a stream takes longer to make than they to unpack. Null where the entry is damaged. */
async function unpackAtOnce(zip: ZipFile, entry: Entry): Promise<Buffer | null> {
  const { uncompressedSize: maxOutputLength, compressionMethod, crc32: sum } = entry;
  const packed = await joined(await zip.openReadStreamPromise(entry, { decodeFileData: false }));
  try {
    const content = compressionMethod === DEFLATE ? inflateRawSync(packed, { maxOutputLength }) : packed;
    return content.length === maxOutputLength && crc32(content) === sum ? content : null;
  } catch {
    return null;
  }
}

async function joined(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The content of an entry, checked against its sum. */
export async function* entryStream(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer, void, undefined> {
  let sum = 0;
  for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) {
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (sum !== entry.crc32) throw new Error("its checksum is wrong");
}

function damaged(path: string, error: unknown): DataError {
  if (error instanceof DataError) return error;
  // Of several sentences, the first.
  const [message] = (error as Error).message.split(/\.(?:\s|$)/);
  return new DataError(`${path} is a damaged zip file (${message}): copy or download it again.`, {
    cause: error,
  });
}
