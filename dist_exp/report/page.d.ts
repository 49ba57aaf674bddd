import { type Html } from "./html.js";
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
    /** The one script that may run; the page has to make sense without it. */
    readonly script?: string;
}
/** The page as text. */
export declare function renderPage({ title, style, first, header, sections, script }: Page): string;
