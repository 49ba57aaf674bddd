import { ArgumentError } from "../errors.js";
import { openDecoder } from "./decode.js";
import { decodeAll, measureRanges } from "./decode_files.js";
import { filesAt } from "./image_files.js";
/**
 * Decodes any number of image files batch by batch, in order. While the caller works on one
 * batch the next is decoded; no more than these two are in memory.
 *
 * @throws ArgumentError for an option out of range; the reason of `signal` if it aborts.
 */
export async function* imageBatches(names, options) {
    const { channels, batchSize = 256, concurrency, root = null, signal } = options;
    if (!Number.isInteger(batchSize) || batchSize < 1) {
        throw new ArgumentError(`imageBatches: batchSize is ${batchSize}; give an integer of at least 1`);
    }
    let decoder = await openDecoder(options);
    if ((options.range ?? "auto") === "auto") {
        const range = await measureRanges(decoder, filesAt(root, names), { concurrency, signal });
        decoder = await openDecoder({ ...options, range });
    }
    const stop = new AbortController();
    const signals = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
    const decodeFrom = (start) => {
        const batch = names.slice(start, start + batchSize);
        const decoded = decodeAll(decoder, filesAt(root, batch), channels, { concurrency, signal: signals });
        // It may fail while the caller still works on the batch before; `await` below reports it.
        decoded.catch(() => { });
        return decoded;
    };
    let ahead = names.length > 0 ? decodeFrom(0) : null;
    try {
        for (let start = 0; ahead !== null; start += batchSize) {
            const batch = await ahead;
            ahead = start + batchSize < names.length ? decodeFrom(start + batchSize) : null;
            yield { count: batch.names.length, ...batch };
        }
    }
    finally {
        // A caller that breaks off leaves a batch half decoded: end it before returning.
        stop.abort();
        await ahead?.catch(() => { });
    }
}
//# sourceMappingURL=stream.js.map