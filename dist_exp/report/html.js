/** Text that is HTML already; everything else is escaped when a template takes it in. */
export class Html {
    text;
    constructor(text) {
        this.text = text;
    }
}
/**
 * Template tag for HTML: values are escaped, pieces made by `html` go in as
 * they are, lists are joined, null, undefined and false leave nothing.
 * Attribute values must stand in double quotes.
 */
export function html(strings, ...values) {
    return new Html(strings.map((text, i) => text + (i < values.length ? textOf(values[i]) : "")).join(""));
}
/** Marks text as HTML. For text this folder makes itself (SVG, CSS), never for a user's. */
export function trusted(text) {
    return new Html(text);
}
/** A data block that the page's script reads; no string in it can end the element. */
export function jsonBlock(id, value) {
    const json = JSON.stringify(value).replace(/[<>&]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`);
    return html `<script type="application/json" id="${id}">${trusted(json)}</script>`;
}
const ENTITIES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
};
/** Escapes text for element content and for quoted attribute values. */
export function escapeHtml(text) {
    return text.replace(/[&<>"']/g, (c) => ENTITIES[c]);
}
function textOf(value) {
    if (value === null || value === undefined || value === false)
        return "";
    if (value instanceof Html)
        return value.text;
    if (typeof value === "object")
        return value.map(textOf).join("");
    return escapeHtml(String(value));
}
//# sourceMappingURL=html.js.map