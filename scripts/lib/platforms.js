/**
 * Systems for which a package with the addon is made, as src/device/node/addon.ts names them.
 * `triple` is the prefix of a cross compiler of Debian's.
 */
export const platforms = {
  "linux-x64-gnu": { os: "linux", cpu: "x64", libc: "glibc" },
  "linux-arm64-gnu": { os: "linux", cpu: "arm64", libc: "glibc", triple: "aarch64-linux-gnu" },
  "darwin-arm64": { os: "darwin", cpu: "arm64" },
  "darwin-x64": { os: "darwin", cpu: "x64" },
};

export const packageOf = (platform) => `@skein/native-${platform}`;

/** The oldest glibc that the packages may ask for: that of Node 20. */
export const OLDEST_GLIBC = "2.28";

/** Bytes that an addon may have in its package. */
export const ADDON_LIMIT = 4_000_000;

/** This machine's entry above, or undefined. */
export function ownPlatform() {
  const { glibcVersionRuntime } = process.report.getReport().header;
  const libc = process.platform === "linux" ? (glibcVersionRuntime ? "-gnu" : "-musl") : "";
  const name = `${process.platform}-${process.arch}${libc}`;
  return platforms[name] ? name : undefined;
}
