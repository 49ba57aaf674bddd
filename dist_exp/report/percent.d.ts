/** 0.9834 as "98.3 %", with a space at which no line breaks; NaN as a dash. */
export declare function percent(fraction: number): string;
