/** Numbers, durations and dates as text for people: in English, whatever the language of the system. */

const integers = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

/** 70000 as "70,000". */
export function count(value: number): string {
  return integers.format(value);
}

/** "1 image", "70,000 images", "2 classes". */
export function counted(value: number, noun: string): string {
  const plural = noun.endsWith("s") ? `${noun}es` : `${noun}s`;
  return `${count(value)} ${value === 1 ? noun : plural}`;
}

/**
 * 0.98314 as "98.31 %"; NaN as a dash. Less than 1 is never shown as 100 %, which would say that nothing is missing.
 * @param places decimal places; default 2.
 */
export function percent(share: number, places = 2): string {
  if (!Number.isFinite(share)) return "–";
  const below = 100 - 10 ** -places;
  const value = share < 1 ? Math.min(100 * share, below) : 100 * share;
  return `${value.toFixed(places)} %`;
}

/** Three significant digits, without an exponent. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const magnitude = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  return value.toFixed(Math.min(6, Math.max(0, 2 - magnitude)));
}

/** 12345 bytes as "0.01 MB". */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}

/** Seconds as a clock shows them: "0:07", "12:03" or "1:02:03". */
export function clock(seconds: number): string {
  const { h, m, s } = wholeSeconds(Math.max(0, seconds));
  const two = (value: number) => String(value).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** 312.4 seconds as "5 min 12 s"; NaN as a dash. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "–";
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const { h, m, s } = wholeSeconds(seconds);
  if (h > 0) return `${h} h ${m} min`;
  return m > 0 ? `${m} min ${s} s` : `${s} s`;
}

/** Seconds with about three digits: 0.024, 2.85, 41.3, 1,210. */
export function seconds(value: number): string {
  if (value >= 100) return count(value);
  return value.toFixed(value >= 10 ? 1 : value >= 1 ? 2 : 3);
}

function wholeSeconds(seconds: number) {
  const whole = Math.round(seconds);
  return { h: Math.floor(whole / 3600), m: Math.floor(whole / 60) % 60, s: whole % 60 };
}

/** A moment as "2026-11-21 07:24 UTC", the same wherever it is read. */
export function moment(date: Date): string {
  return Number.isNaN(date.getTime()) ? "–" : `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

/** Probabilities in files carry four digits: float32 sums differ beyond that between devices. */
export function roundProbability(probability: number): number {
  return Math.round(probability * 1e4) / 1e4;
}
