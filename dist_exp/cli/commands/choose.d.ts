import { type Command } from "commander";
/** Place in the list of commands: after cluster. */
export declare const order = 1.5;
export declare function add(program: Command): void;
/** The features and criteria that are registered. */
export declare function help(): Promise<string>;
