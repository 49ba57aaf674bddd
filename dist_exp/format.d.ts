/** Numbers, durations and dates as text for people: in English, whatever the language of the system. */
/** 70000 as "70,000". */
export declare function count(value: number): string;
/** "1 image", "70,000 images", "2 classes". */
export declare function counted(value: number, noun: string): string;
/**
 * 0.98314 as "98.31 %"; NaN as a dash. Less than 1 is never shown as 100 %, which would say that nothing is missing.
 * @param places decimal places; default 2.
 */
export declare function percent(share: number, places?: number): string;
/** Three significant digits, without an exponent. */
export declare function digits(value: number): string;
/** 12345 bytes as "0.01 MB". */
export declare function megabytes(bytes: number): string;
/** Seconds as a clock shows them: "0:07", "12:03" or "1:02:03". */
export declare function clock(seconds: number): string;
/** 312.4 seconds as "5 min 12 s"; NaN as a dash. */
export declare function duration(seconds: number): string;
/** Seconds with about three digits: 0.024, 2.85, 41.3, 1,210. */
export declare function seconds(value: number): string;
/** A moment as "2026-11-21 07:24 UTC", the same wherever it is read. */
export declare function moment(date: Date): string;
