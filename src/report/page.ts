/** The frame of a page without scripts: everything is in it, and it asks for nothing. */
import { type Html, html, trusted } from "./html.js";

/** A section with an id of its own, and its name in the list of sections; null leaves it out. */
export type Section = readonly [id: string, title: string, body: Html | null];

export interface Page {
  readonly title: string;
  /** CSS. */
  readonly style: string;
  /** What a keyboard can skip to: "the curves". */
  readonly first: string;
  readonly header: Html;
  readonly sections: readonly Section[];
}

/** The page as text. */
export function renderPage({ title, style, first, header, sections }: Page): string {
  const present = sections.filter(([, , body]) => body !== null);
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title><link rel="icon" href="data:,">
<style>${trusted(style)}</style></head>
<body><a class="skip" href="#main">Skip to ${first}</a>
${header}
<nav aria-label="Sections"><div>${present.map(([id, name]) => html`<a href="#${id}">${name}</a>`)}</div></nav>
<main id="main">${present.map(([, , body]) => body)}</main></body></html>
`.text;
}
