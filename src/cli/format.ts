/** Numbers and tables as a terminal shows them. */
import { printable } from "./printable.js";

/** 70000 as "70,000". */
export function count(value: number): string {
  return Math.round(value).toLocaleString("en-US");
}

/** "1 image", "70,000 images". */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** 0.98314 as "98.31 %". */
export function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

/** Seconds as "0:07", "12:03" or "1:02:03". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** Seconds with about three digits: 0.024, 2.85, 41.3, 1,210. */
export function seconds(value: number): string {
  if (value >= 100) return count(value);
  return value.toFixed(value >= 10 ? 1 : value >= 1 ? 2 : 3);
}

/**
 * Rows under a header in aligned columns, with a line feed at the end. A column
 * whose header begins with "<" is aligned left, others right.
 */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const left = header.map((title) => title.startsWith("<"));
  const lines = [header.map((title) => title.replace(/^</, "")), ...rows].map((line) => line.map(printable));
  const widths = header.map((_, i) =>
    lines.reduce((widest, line) => Math.max(widest, width(line[i] ?? "")), 0),
  );
  return lines
    .map((line) =>
      line
        .map((cell, i) => {
          const padding = " ".repeat(widths[i]! - width(cell));
          return left[i] ? cell + padding : padding + cell;
        })
        .join("  ")
        .trimEnd(),
    )
    .join("\n")
    .concat("\n");
}

/** Columns of a terminal that a text takes; the names of folders may hold any script. */
function width(text: string): number {
  let columns = 0;
  for (const character of text) {
    if (/\p{Mark}/u.test(character)) continue;
    columns += /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(character)
      ? 2
      : 1;
  }
  return columns;
}
