/** Text from outside (names of files, folders, labels, devices) as a terminal may be given it. */
/**
 * One line, in which what would not print is written as JSON escapes it: a name that holds ESC [ 2 J shows
 * "\u001b[2J" and clears no screen.
 */
export declare function printable(text: string): string;
/** The same for text of several lines, which stay lines. */
export declare function printableLines(text: string): string;
