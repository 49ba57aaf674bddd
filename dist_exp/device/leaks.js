/** Memory whose owner is garbage collected without having released it. */
/** `SKEIN_DEBUG=1` has every owner remember where it was made. */
const DEBUG = globalThis.process?.env?.SKEIN_DEBUG === "1";
let warned = false;
const registry = new FinalizationRegistry(({ what, buffers, place }) => {
    let bytes = 0;
    for (const buffer of buffers) {
        if (buffer.released !== null)
            continue;
        // A device that was closed has its memory back.
        if (buffer.owner.usable)
            bytes += buffer.bytes;
        buffer.release(`was released because ${what} was garbage collected: use withTape(), with tape.take(tensor) for what outlives it`);
    }
    if (warned || bytes === 0)
        return;
    warned = true;
    const made = place === null ? "set SKEIN_DEBUG=1 to see where it was made" : `it was made ${place}`;
    warn(`${what} was garbage collected before it released ${bytes} bytes: use withTape(), dispose() or release(); ${made}`);
});
/** Through Node, which can turn warnings into errors; on the console elsewhere. */
function warn(message) {
    const { process } = globalThis;
    if (process?.emitWarning)
        process.emitWarning(message, { code: "SKEIN_LEAK" });
    else
        console.warn(message);
}
/** Releases `buffers` when `owner` is garbage collected, and warns of it once per process. */
export function watchLeak(owner, what, buffers) {
    registry.register(owner, { what, buffers, place: DEBUG ? placeOfCall() : null }, owner);
}
/** Ends `watchLeak`: the owner released its memory itself. */
export function forgetLeak(owner) {
    registry.unregister(owner);
}
/** Calls that led here, those of this folder's files left out: "at ...". */
function placeOfCall() {
    const lines = new Error().stack.split("\n").slice(1);
    return lines
        .filter((line) => !line.includes(import.meta.dirname))
        .map((line) => line.trim())
        .join(" ");
}
//# sourceMappingURL=leaks.js.map