/**
 * What the script answers; null where Python, or a library that the script needs, is missing.
 * @param libraries the folder of .cache that has them
 */
export declare function runPython(script: string, order: unknown, libraries?: string): Promise<unknown>;
