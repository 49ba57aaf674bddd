/** Text that is HTML already; everything else is escaped when a template takes it in. */
export declare class Html {
    readonly text: string;
    constructor(text: string);
}
type Part = Html | string | number | null | undefined | false | readonly Part[];
/**
 * Template tag for HTML: values are escaped, pieces made by `html` go in as
 * they are, lists are joined, null, undefined and false leave nothing.
 * Attribute values must stand in double quotes.
 */
export declare function html(strings: TemplateStringsArray, ...values: Part[]): Html;
/** Marks text as HTML. For text this folder makes itself (SVG, CSS), never for a user's. */
export declare function trusted(text: string): Html;
/** A data block that the page's script reads; no string in it can end the element. */
export declare function jsonBlock(id: string, value: unknown): Html;
/** Escapes text for element content and for quoted attribute values. */
export declare function escapeHtml(text: string): string;
export {};
