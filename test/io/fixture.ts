import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A folder that lasts as long as the test; any user may enter it. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "skein-io-"));
  chmodSync(folder, 0o755);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Mounts a file system in memory on `folder` for as long as the test lasts. */
export function mountTmpfs(folder: string, options: string): void {
  execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder], { stdio: "ignore" });
  onTestFinished(() => void execFileSync("umount", [folder]));
}

/** Whether this process may mount file systems: root with the capability, as in CI containers. */
export const canMount = ((): boolean => {
  const folder = mkdtempSync(join(tmpdir(), "skein-io-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=4k", "tmpfs", folder], { stdio: "ignore" });
    execFileSync("umount", [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
})();
