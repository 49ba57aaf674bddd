/** `Symbol.dispose` for browsers that lack it (Safari): the library's `using` and `[Symbol.dispose]` need it. Load it first. */
const symbols = Symbol;
symbols.dispose ??= Symbol.for("Symbol.dispose");
export {};
//# sourceMappingURL=dispose.js.map