/** @throws {ArgumentError} if value is no whole number from low to high. */
export declare function checkWhole(caller: string, name: string, value: unknown, low: number, high?: number): void;
/** @throws {ArgumentError} if value is not two whole numbers from 1 up. */
export declare function checkPair(caller: string, name: string, value: unknown): void;
/** @throws {ArgumentError} if value is none of the choices. */
export declare function checkChoice(caller: string, name: string, value: unknown, choices: readonly string[]): void;
