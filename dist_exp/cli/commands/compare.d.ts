import { type Command } from "commander";
/** Place in the list of commands: after evaluate. */
export declare const order = 4.5;
export declare function add(program: Command): void;
