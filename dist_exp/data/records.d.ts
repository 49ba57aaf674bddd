/** Streams of bytes, cut into records of equal length. */
/**
 * Cuts a stream into blocks of whole records, after `skip` bytes; what is left at the end is the last block.
 *
 * @param bytes length of a record, at least 1
 */
export declare function recordBlocks(stream: AsyncIterable<Buffer>, bytes: number, skip?: number): AsyncGenerator<Buffer, void, undefined>;
