/** Numbers as the page writes them: English, because the page's text is. */

const integers = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** 70000 as "70,000". */
export function count(value: number): string {
  return integers.format(value);
}

/** A count with its noun: "1 image", "70,000 images". */
export function counted(value: number, noun: string): string {
  const plural = /s$/.test(noun) ? `${noun}es` : `${noun}s`;
  return `${count(value)} ${value === 1 ? noun : plural}`;
}

/** 0.9834 as "98.3 %"; NaN as a dash. The space does not break. */
export function percent(fraction: number): string {
  if (!Number.isFinite(fraction)) return "–";
  // 99.96 % rounds to 100.0 %, which would claim that nothing was wrong.
  const rounded = fraction < 1 && fraction > 0.9995 ? 99.9 : fraction * 100;
  return `${rounded.toFixed(1)}\u00a0%`;
}

/** 312.4 seconds as "5 min 12 s". */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "–";
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  if (h > 0) return `${h} h ${m} min`;
  return m > 0 ? `${m} min ${s} s` : `${s} s`;
}

/** A moment as "2026-11-21 07:24 UTC", the same wherever the page is opened. */
export function moment(date: Date): string {
  return Number.isNaN(date.getTime()) ? "–" : `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
