/** The frame of a page: everything is in it, and it asks for nothing. */
import { createHash } from "node:crypto";
import { html, trusted } from "./html.js";
/** The page as text. */
export function renderPage({ title, style, first, header, sections, script }) {
    // The policy names the script by its hash, so that no text in the page can ever run as another.
    const hash = script && createHash("sha256").update(script).digest("base64");
    const policy = `default-src 'none'; img-src data:; style-src 'unsafe-inline'${hash ? `; script-src 'sha256-${hash}'` : ""}`;
    const present = sections.filter(([, , body]) => body !== null);
    return html `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title><link rel="icon" href="data:,">
<style>${trusted(style)}</style></head>
<body><a class="skip" href="#main">Skip to ${first}</a>
${header}
<nav aria-label="Sections"><div>${present.map(([id, name]) => html `<a href="#${id}">${name}</a>`)}</div></nav>
<main id="main">${present.map(([, , body]) => body)}</main>${script && html `<script>${trusted(script)}</script>`}</body></html>
`.text;
}
//# sourceMappingURL=page.js.map