/**
 * Rows under a header in aligned columns, with a line feed at the end. A column
 * whose header begins with "<" is aligned left, others right.
 */
export declare function table(header: readonly string[], rows: readonly (readonly string[])[]): string;
