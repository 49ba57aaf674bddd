/** Streams of bytes, cut into records of equal length. */
/** Bytes of whole records that are handed on at a time, more where a record is larger. */
const BLOCK_BYTES = 2 ** 20;
/**
 * Cuts a stream into blocks of whole records, after `skip` bytes; what is left at the end is the last block.
 *
 * @param bytes length of a record, at least 1
 */
export async function* recordBlocks(stream, bytes, skip = 0) {
    const block = bytes * Math.max(1, Math.floor(BLOCK_BYTES / bytes));
    let parts = [];
    let held = 0;
    let skipped = 0;
    for await (const chunk of stream) {
        let at = Math.min(chunk.length, skip - skipped);
        skipped += at;
        while (at < chunk.length) {
            const part = chunk.subarray(at, at + block - held);
            parts.push(part);
            held += part.length;
            at += part.length;
            if (held < block)
                continue;
            yield parts.length === 1 ? part : Buffer.concat(parts, held);
            [parts, held] = [[], 0];
        }
    }
    if (held > 0)
        yield Buffer.concat(parts, held);
}
//# sourceMappingURL=records.js.map