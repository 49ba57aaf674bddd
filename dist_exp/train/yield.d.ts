/** Turns of the event loop. */
/** Resolves after timers, signals and input had their turn; not after a timer's own delay, as in browsers. */
export declare function yieldToEvents(): Promise<void>;
