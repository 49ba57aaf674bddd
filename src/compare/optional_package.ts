/** Packages that only a comparison needs. */
import { SkeinError } from "../errors.js";

/**
 * Imports a package's CommonJS exports.
 * @throws {SkeinError} when the package is not installed.
 */
export async function importOptional<T>(name: string, learner: string): Promise<T> {
  try {
    return ((await import(name)) as { default: T }).default;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw cause;
    throw new SkeinError(
      `${learner} needs the package ${name}, which is not installed: run npm install ${name}`,
      { cause },
    );
  }
}
