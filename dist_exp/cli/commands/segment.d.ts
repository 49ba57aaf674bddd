import { type Command } from "commander";
/** Place in the list of commands. */
export declare const order = 2.5;
export declare function add(program: Command): void;
/** The methods that are registered. */
export declare function help(): Promise<string>;
