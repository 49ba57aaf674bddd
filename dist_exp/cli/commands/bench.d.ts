import { type Command } from "commander";
/** Place in the list of commands. */
export declare const order = 8;
export declare function add(program: Command): void;
