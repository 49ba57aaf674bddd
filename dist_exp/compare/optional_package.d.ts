/**
 * What a CommonJS package exports.
 * @throws {SkeinError} when the package is not installed.
 */
export declare function requireOptional<T>(name: string, learner: string): T;
