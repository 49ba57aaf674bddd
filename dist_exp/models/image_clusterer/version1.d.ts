/** What a parameter of version 0.1 is called today. */
export declare function currentName(name: string): string;
