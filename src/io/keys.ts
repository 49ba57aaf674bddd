/** The keys with which files are written and read, for all that happens within a call. */
import { AsyncLocalStorage } from "node:async_hooks";
import type { KeyObject } from "node:crypto";
import type { OpenOptions, SealOptions } from "./age/age.js";

/** See {@link withKeys}. */
export interface Keys {
  /** Files are sealed for these. Default: they are written as they are. */
  readonly seal?: SealOptions;
  /** Sealed files are opened with these. */
  readonly open?: OpenOptions;
  /** Files are read only where a signature beside them (`FILE.sig`) is by this key. Default: any file. */
  readonly trustedKey?: KeyObject;
}

const storage = new AsyncLocalStorage<Keys>();

/**
 * Has all that `action` reads and writes use these keys: models, checkpoints, estimators, safetensors; of what is written,
 * tables and reports, too. Only memory holds what sealed files hold.
 *
 * ```ts
 * await withKeys({ seal: { passphrase } }, () => model.save("digits.safetensors"));
 * const again = await withKeys({ open: { passphrase } }, () => loadModel("digits.safetensors"));
 * ```
 */
export function withKeys<T>(keys: Keys, action: () => T): T {
  return storage.run(keys, action);
}

/** The keys of the call that this is a part of. */
export function currentKeys(): Keys {
  return storage.getStore() ?? {};
}
