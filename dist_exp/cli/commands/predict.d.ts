import { type Command } from "commander";
/** Place in the list of commands. */
export declare const order = 3;
export declare function add(program: Command): void;
