/** The text of `shaders/PATH`. */
export declare function readShader(path: string): string;
