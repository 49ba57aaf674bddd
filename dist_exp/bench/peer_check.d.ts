/** What a peer says of itself, held against what was asked of it. */
import { z } from "zod";
import { SkeinError } from "../errors.js";
/** The run ends: figures of this peer would be of another setting than the report names. */
export declare class PeerMismatch extends SkeinError {
}
declare const facts: z.ZodObject<{
    version: z.ZodString;
    libraries: z.ZodDefault<z.ZodArray<z.ZodObject<{
        name: z.ZodString;
        build: z.ZodString;
        threads: z.ZodNullable<z.ZodNumber>;
        isa: z.ZodNullable<z.ZodString>;
    }, z.core.$strip>>>;
    worked: z.ZodDefault<z.ZodRecord<z.ZodString, z.ZodNullable<z.ZodNumber>>>;
}, z.core.$strip>;
export type PeerFacts = z.output<typeof facts>;
/** What is asked of a peer. */
export interface PeerSetting {
    readonly threads: number;
    /** SIMD level of Skein's native device. */
    readonly simd: string;
}
/**
 * @param free true where the library offers no way to hold it to an instruction set
 * @throws {PeerMismatch} naming the first thing that is not as asked
 */
export declare function checkPeer(name: string, answer: unknown, { threads, simd }: PeerSetting, free?: boolean): PeerFacts;
/** How libraries are told to keep to a level and a number of threads, before they start. */
export declare function peerEnvironment({ threads, simd }: PeerSetting, cpu: string): Record<string, string>;
/** One line on a peer for the report. */
export declare function describeFacts({ version, libraries, worked }: PeerFacts): string;
export {};
