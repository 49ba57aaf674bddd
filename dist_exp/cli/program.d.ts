import { Command } from "commander";
export declare function createProgram(): Promise<Command>;
