export { describeDevice } from "../device/describe.js";
/** The version in package.json. */
export declare const VERSION: string;
/** The command line that continues this one: what was typed, with another ending. */
export declare function commandLine(args: readonly string[]): string;
/** The command line that goes on with an interrupted run. */
export declare function continuation(folder: string): string;
