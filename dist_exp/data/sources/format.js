const formats = [];
export function registerSourceFormat(format) {
    formats.push(format);
}
/** What can be given, for sentences. */
export function sourceTitles() {
    const titles = formats.flatMap(({ title }) => title ?? []);
    return `${titles.slice(0, -1).join(", ")} or ${titles.at(-1)}`;
}
/** All formats, in the order in which they are asked. */
export function sourceFormats() {
    return [...formats.filter(({ last }) => !last), ...formats.filter(({ last }) => last)];
}
//# sourceMappingURL=format.js.map