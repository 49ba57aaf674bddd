/** What a peer says of itself, held against what was asked of it. */
import * as z from "zod";
import { SkeinError } from "../errors.js";

/** The run ends: figures of this peer would be of another setting than the report names. */
export class PeerMismatch extends SkeinError {}

const facts = z.object({
  version: z.string(),
  /** Threads and instruction sets by library; null where it does not say. */
  libraries: z
    .array(
      z.object({
        name: z.string(),
        build: z.string(),
        threads: z.number().nullable(),
        isa: z.string().nullable(),
      }),
    )
    .default([]),
  /** How many threads were seen at work, by work; null where the system does not tell. */
  worked: z.record(z.string(), z.number().nullable()).default({}),
});

export type PeerFacts = z.output<typeof facts>;

/** What is asked of a peer. */
export interface PeerSetting {
  readonly threads: number;
  /** SIMD level of Skein's native device. */
  readonly simd: string;
}

/** Levels that peers can be held to, lowest first. */
const LEVELS = ["avx2", "avx512"];

/**
 * @param free true where the library offers no way to hold it to an instruction set
 * @throws {PeerMismatch} naming the first thing that is not as asked
 */
export function checkPeer(
  name: string,
  answer: unknown,
  { threads, simd }: PeerSetting,
  free = false,
): PeerFacts {
  const parsed = facts.safeParse(answer);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new PeerMismatch(`${name} does not say what it is (${issue.path.join(".")}: ${issue.message})`);
  }
  const { libraries, worked } = parsed.data;
  for (const library of libraries) {
    if (library.threads !== null && library.threads !== threads) {
      const { name: part, build } = library;
      throw new PeerMismatch(
        `${name}: ${part} (${build}) takes ${show(library.threads)} where ${show(threads)} ${threads === 1 ? "was" : "were"} asked for: its times would be of another setting`,
      );
    }
    const [asked, has] = [LEVELS.indexOf(simd), LEVELS.indexOf(library.isa ?? "")];
    if (!free && asked >= 0 && has > asked) {
      throw new PeerMismatch(
        `${name}: ${library.name} (${library.build}) uses ${library.isa} where it was to keep to ${simd}`,
      );
    }
  }
  for (const [work, seen] of Object.entries(worked)) {
    if (seen !== null && seen !== threads) {
      throw new PeerMismatch(
        `${name}: ${show(seen)} did the work of ${work} where ${show(threads)} ${threads === 1 ? "was" : "were"} asked for: ` +
          "stop what else runs here, or take the library's other build",
      );
    }
  }
  return parsed.data;
}

const show = (threads: number) => `${threads} thread${threads === 1 ? "" : "s"}`;

/** How libraries are told to keep to a level and a number of threads, before they start. */
export function peerEnvironment({ threads, simd }: PeerSetting, cpu: string): Record<string, string> {
  const count = String(threads);
  return {
    OMP_NUM_THREADS: count,
    OPENBLAS_NUM_THREADS: count,
    MKL_NUM_THREADS: count,
    ...(simd === "avx2" && {
      OPENBLAS_CORETYPE: /\bAMD\b/.test(cpu) ? "Zen" : "Haswell",
      ONEDNN_MAX_CPU_ISA: "AVX2",
      DNNL_MAX_CPU_ISA: "AVX2",
      ATEN_CPU_CAPABILITY: "avx2",
    }),
  };
}

/** One line on a peer for the report. */
export function describeFacts({ version, libraries, worked }: PeerFacts): string {
  const parts = libraries.map(({ name, build, threads, isa }) => {
    const more = [threads === null ? null : show(threads), isa].filter((part) => part !== null);
    return `${name}${build === version ? "" : ` ${build}`}${more.length > 0 ? ` (${more.join(", ")})` : ""}`;
  });
  const seen = Object.entries(worked).flatMap(([work, threads]) =>
    threads === null ? [] : [`${show(threads)} seen at work in ${work}`],
  );
  return [version, ...parts, ...seen].join("; ");
}
