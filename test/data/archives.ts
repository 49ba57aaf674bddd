/** Archives and arrays for the tests, written byte by byte. */
import { crc32, deflateRawSync } from "node:zlib";

export interface ZipMember {
  readonly name: string;
  readonly data: Uint8Array;
  /** Packed with deflate; default true. */
  readonly deflate?: boolean;
  /** Type and permissions as on Unix: 0o120777 of a symbolic link, whose data is where it leads. */
  readonly mode?: number;
  /** What the directory says, where it is not the truth. */
  readonly says?: { size?: number; method?: number; flags?: number; packed?: number; sum?: number };
}

/** A zip file of these members. */
export function zip(members: readonly ZipMember[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data, deflate = true, mode, says = {} } of members) {
    const packed = deflate ? deflateRawSync(data) : Buffer.from(data);
    const bytes = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE((says.flags ?? 0) | 0x800, 2);
    common.writeUInt16LE(says.method ?? (deflate ? 8 : 0), 4);
    common.writeUInt32LE(says.sum ?? crc32(data), 10);
    common.writeUInt32LE(says.packed ?? packed.length, 14);
    common.writeUInt32LE(says.size ?? data.length, 18);
    common.writeUInt16LE(bytes.length, 22);
    parts.push(Buffer.from("PK\x03\x04"), common, bytes, packed);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(((mode ?? 0) << 16) >>> 0, 6);
    place.writeUInt32LE(offset, 10);
    const madeBy = mode === undefined ? "\x14\0" : "\x14\x03";
    directory.push(Buffer.from(`PK\x01\x02${madeBy}`), common, place, bytes);
    offset += 30 + bytes.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, listed, end]);
}

export interface TarMember {
  readonly name: string;
  readonly data?: Uint8Array;
  /** "0" a file (default), "1" a hard link, "2" a symbolic link, "5" a folder. */
  readonly type?: string;
  readonly link?: string;
  /** The size that the header says, where it is not the truth. */
  readonly size?: number;
}

/** A tar archive (ustar) of these members. */
export function tar(members: readonly TarMember[]): Buffer {
  const parts = members.flatMap(({ name, data = new Uint8Array(), type = "0", link = "", size }) => {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    const octal = (value: number, digits: number, at: number) =>
      header.write(value.toString(8).padStart(digits, "0"), at);
    octal(0o644, 7, 100);
    octal(0, 7, 108);
    octal(0, 7, 116);
    octal(size ?? data.length, 11, 124);
    octal(0, 11, 136);
    header.write(`        ${type}${link}`, 148);
    header.write("ustar", 257);
    header.write("00", 263);
    const sum = header.reduce((total, byte) => total + byte, 0);
    octal(sum, 6, 148);
    header[154] = 0;
    return [header, Buffer.from(data), Buffer.alloc((512 - (data.length % 512)) % 512)];
  });
  return Buffer.concat([...parts, Buffer.alloc(1024)]);
}

/** A NumPy array file; `values` are the bytes of the numbers. */
export function npy(
  type: string,
  shape: readonly number[],
  values: ArrayBufferView,
  fortran = false,
): Buffer {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const dictionary = `{'descr': '${type}', 'fortran_order': ${fortran ? "True" : "False"}, 'shape': (${sizes}), }`;
  const header = dictionary.padEnd(117, " ").concat("\n");
  const start = Buffer.alloc(10);
  start.write("\x93NUMPY\x01\0", "latin1");
  start.writeUInt16LE(header.length, 8);
  return Buffer.concat([
    start,
    Buffer.from(header, "latin1"),
    Buffer.from(values.buffer, values.byteOffset, values.byteLength),
  ]);
}

/** Records as CIFAR's binary files have them: labels, then red, green and blue planes of one value each. */
export function cifar(records: readonly { labels: readonly number[]; colour: readonly number[] }[]): Buffer {
  return Buffer.concat(
    records.flatMap(({ labels, colour }) => [
      Buffer.from(labels),
      ...colour.map((value, plane) => Buffer.alloc(1024, value).fill(plane, 0, 1)),
    ]),
  );
}
