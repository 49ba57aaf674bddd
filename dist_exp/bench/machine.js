/** The benchmark's header: what ran where, in which versions. */
import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { availableParallelism, cpus, release, totalmem, type } from "node:os";
import { fileURLToPath } from "node:url";
export function describeMachine() {
    return {
        cpu: cpus()[0]?.model.trim() || "unknown",
        cores: availableParallelism(),
        memoryGiB: Math.round(totalmem() / 2 ** 30),
        os: `${type()} ${release()}`,
    };
}
const require = createRequire(import.meta.url);
/** Versions of Skein, its commit where there is a repository, Node, and the packages behind the devices. */
export function versions() {
    const { version } = require("../../package.json");
    const commit = gitCommit();
    return {
        skein: version,
        ...(commit && { commit }),
        node: process.versions.node,
        v8: process.versions.v8,
        webgpu: packageVersion("webgpu"),
    };
}
function packageVersion(name) {
    try {
        return require(`${name}/package.json`).version;
    }
    catch {
        return "absent";
    }
}
function gitCommit() {
    try {
        const cwd = fileURLToPath(new URL("../..", import.meta.url));
        const git = (...args) => execFileSync("git", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
        return (git("rev-parse", "--short", "HEAD") +
            (git("status", "--porcelain", "-uno") === "" ? "" : " and changes"));
    }
    catch {
        return null;
    }
}
//# sourceMappingURL=machine.js.map