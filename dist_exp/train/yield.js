/** Turns of the event loop. */
/** Resolves after timers, signals and input had their turn; not after a timer's own delay, as in browsers. */
export function yieldToEvents() {
    if (typeof setImmediate === "function")
        return new Promise((resolve) => setImmediate(resolve));
    return new Promise((resolve) => {
        const { port1, port2 } = new MessageChannel();
        port1.addEventListener("message", () => {
            port1.close();
            resolve();
        });
        port1.start();
        port2.postMessage(null);
    });
}
//# sourceMappingURL=yield.js.map