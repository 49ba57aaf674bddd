/** One process at a time writes into a run. */
import { join } from "node:path";
import { Lock } from "../../io/node/lock.js";

/** The file's name in the folder of a run. */
export const RUN_LOCK = ".skein-lock";

/** Claims a run for this process. @throws {ArgumentError} when another one has it; SkeinError when the file system refuses. */
export const lockRun = (folder: string): Promise<Lock> => Lock.acquire(join(folder, RUN_LOCK), folder);
