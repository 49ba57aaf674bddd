import { type Command } from "commander";
/** Place in the list of commands. */
export declare const order = 1;
export declare function add(program: Command): void;
/** The settings that matter, and the features and methods that are registered. */
export declare function help(): Promise<string>;
