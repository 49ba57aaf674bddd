/** Those of these names, in the order of `all`; all of them where none is named. */
export declare function chosen<T extends {
    readonly name: string;
}>(kind: string, names: readonly string[], all: readonly T[]): T[];
