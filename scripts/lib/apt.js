import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { run, ScriptError } from "./run.js";

const sourceFolder = "/etc/apt";

/** The system's release where it has apt; undefined elsewhere. */
export function debianRelease() {
  if (process.platform !== "linux") return undefined;
  const fields = Object.fromEntries(
    [...read("/etc/os-release").matchAll(/^(\w+)="?(.*?)"?$/gm)].map(([, name, value]) => [name, value]),
  );
  const { ID: id, VERSION_ID: version = "testing", VERSION_CODENAME: codename } = fields;
  if (!codename || !["debian", "ubuntu"].includes(id)) return undefined;
  return { id, version, codename };
}

/**
 * The system's apt sources for one release, as deb822 stanzas of binary packages.
 * Both file formats are read: one line per source (.list) and deb822 (.sources).
 *
 * @returns {Array<{ uris: string, suites: string[], components: string, options: Record<string, string> }>}
 */
function systemSources(codename) {
  const files = [join(sourceFolder, "sources.list")];
  const parts = join(sourceFolder, "sources.list.d");
  for (const name of list(parts)) files.push(join(parts, name));

  const sources = [];
  for (const file of files) {
    const text = read(file).replace(/^[ \t]*#.*(\n|$)/gm, "");
    if (file.endsWith(".list")) sources.push(...parseLines(text));
    else if (file.endsWith(".sources")) sources.push(...parseStanzas(text));
  }
  const ofRelease = (suite) => suite === codename || suite.startsWith(`${codename}-`);
  return sources
    .map((source) => ({ ...source, suites: source.suites.filter(ofRelease) }))
    .filter((source) => source.suites.length > 0);
}

function parseLines(text) {
  const sources = [];
  for (const line of text.split("\n")) {
    const match = line.match(/^\s*deb\s+(?:\[(.*?)\]\s*)?(\S+)\s+(\S+)\s+([^#]+)/);
    if (!match) continue;
    const [, bracket = "", uris, suite, components] = match;
    const signedBy = bracket.match(/signed-by=(\S+)/i)?.[1];
    sources.push({ uris, suites: [suite], components: components.trim(), signedBy });
  }
  return sources;
}

function parseStanzas(text) {
  const sources = [];
  for (const stanza of text.split(/\n\s*\n/)) {
    const fields = {};
    // A field goes on over the lines that start with a space; Signed-By may hold a whole key that way.
    for (const [, name, value] of stanza.matchAll(/^([\w-]+):((?:.*)(?:\n[ \t].*)*)/gm)) {
      fields[name.toLowerCase()] = value.trim();
    }
    if (!/\bdeb\b(?!-)/.test(fields.types ?? "") || /^(no|false)$/i.test(fields.enabled ?? "")) continue;
    sources.push({
      uris: fields.uris ?? "",
      suites: (fields.suites ?? "").split(/\s+/),
      components: fields.components ?? "",
      signedBy: fields["signed-by"],
    });
  }
  return sources;
}

function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function list(folder) {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/**
 * Downloads packages, and those they depend on that the system lacks, without installing anything: apt runs
 * on its own configuration, lists and cache inside `folder`, needs no root, and the system's stay as they are.
 * Only the system's status of installed packages, its keys and its proxy settings are read.
 *
 * @param {object} options
 * @param {string} options.folder an empty folder for apt's state
 * @param {string} options.codename release, as in VERSION_CODENAME of /etc/os-release
 * @param {boolean} [options.backports] prefer packages of the release's backports
 * @param {string} [options.other] codename of another release, from the same mirror: its packages with all that they
 *   depend on, whatever the system has
 * @param {boolean} [options.alone] the packages without those they depend on
 * @param {string[]} options.packages
 * @returns {Promise<string[]>} paths of the .deb files, empty where the system has them all already
 */
async function downloadPackages({ folder, codename, backports = false, other, alone = false, packages }) {
  const own = systemSources(codename);
  const main = own.find(({ suites }) => suites.includes(codename));
  if (!main) throw new ScriptError(`no apt source for ${codename} was found in ${sourceFolder}`);
  const sources = other ? [{ ...main, suites: [other] }] : own;
  const backportsSuite = `${codename}-backports`;
  if (backports && !sources.some(({ suites }) => suites.includes(backportsSuite))) {
    sources.push({ ...main, suites: [backportsSuite] });
  }
  const stanzas = sources.map(({ uris, suites, components, signedBy }) =>
    [
      "Types: deb",
      `URIs: ${uris}`,
      `Suites: ${suites.join(" ")}`,
      `Components: ${components}`,
      ...(signedBy ? [`Signed-By: ${signedBy.replace(/\n(?=\S)/g, "\n ")}`] : []),
    ].join("\n"),
  );

  for (const name of ["sources", "parts", "lists/partial", "cache/archives/partial"]) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  writeFileSync(join(folder, "sources", "release.sources"), `${stanzas.join("\n\n")}\n`);
  const nothing = join(folder, "status");
  writeFileSync(nothing, "");

  // How to reach the mirror (proxies, certificates) is the system's business; its hooks and pins are not ours.
  const system = await run("apt-config", ["dump"], { capture: true });
  if (system.code !== 0) throw new ScriptError(`apt-config failed: ${system.stderr.trim()}`);
  const acquire = system.stdout
    .split("\n")
    .filter((line) => line.startsWith("Acquire::") && !line.startsWith("Acquire::IndexTargets"));
  const config = join(folder, "apt.conf");
  writeFileSync(
    config,
    [
      ...acquire,
      `Dir::Etc::main "/dev/null";`,
      `Dir::Etc::parts "${join(folder, "parts")}";`,
      `Dir::Etc::sourcelist "/dev/null";`,
      `Dir::Etc::sourceparts "${join(folder, "sources")}";`,
      `Dir::Etc::preferences "/dev/null";`,
      `Dir::Etc::preferencesparts "${join(folder, "parts")}";`,
      `Dir::State::lists "${join(folder, "lists")}";`,
      ...(other ? [`Dir::State::status "${nothing}";`] : []),
      `Dir::Cache "${join(folder, "cache")}";`,
      `Dir::Log "${folder}";`,
      `Acquire::Languages "none";`,
      `APT::Install-Recommends "false";`,
      // The unprivileged user that root's apt downloads as may not be able to enter the project's folder.
      `APT::Sandbox::User "root";`,
      // Nothing gets installed, so dpkg's lock, which only root can take, is not needed.
      `Debug::NoLocking "true";`,
      "",
    ].join("\n"),
  );

  const archives = join(folder, "cache", "archives");
  const apt = async (...args) => {
    const env = { APT_CONFIG: config, DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" };
    // `apt-get download` writes into the current folder.
    const options = { env, capture: true, timeout: 900_000, cwd: archives };
    const { code, stdout, stderr } = await run("apt-get", args, options);
    if (code === 0) return;
    const error = `${stderr}\n${stdout}`.match(/^E: .*$/m)?.[0] ?? stderr.trim();
    throw new ScriptError(`apt-get ${args[0]} failed: ${error}`);
  };
  await apt("update", "--error-on=any");
  const target = backports ? ["--target-release", backportsSuite] : [];
  if (alone) await apt("download", ...target, ...packages);
  else await apt("install", "--yes", "--download-only", ...target, ...packages);

  return list(archives)
    .filter((name) => name.endsWith(".deb"))
    .map((name) => join(archives, name));
}

/**
 * Downloads packages as `downloadPackages` does, unpacks them into a temporary folder beside `folder`, and removes that
 * folder when `use` is done.
 *
 * @template T
 * @param {string} folder
 * @param {Omit<Parameters<typeof downloadPackages>[0], "folder">} wanted
 * @param {(unpacked: string) => T | Promise<T>} use
 * @returns {Promise<T>}
 */
export async function withPackages(folder, wanted, use) {
  mkdirSync(dirname(folder), { recursive: true });
  const temporary = mkdtempSync(`${folder}.`);
  const stop = () => rmSync(temporary, { recursive: true, force: true });
  process.once("exit", stop);
  try {
    const packages = await downloadPackages({ ...wanted, folder: join(temporary, "apt") });
    if (packages.length === 0) {
      throw new ScriptError(
        `${wanted.packages.join(" and ")} are installed already, in their newest version`,
      );
    }
    const unpacked = join(temporary, "root");
    for (const file of packages) {
      const { code, stderr } = await run("dpkg-deb", ["--extract", file, unpacked], { capture: true });
      if (code !== 0) throw new ScriptError(`dpkg-deb could not unpack ${file}: ${stderr.trim()}`);
      rmSync(file);
    }
    return await use(unpacked);
  } finally {
    process.off("exit", stop);
    stop();
  }
}

/**
 * Downloads packages as `downloadPackages` does and unpacks them into `folder`. All happens beside it, and the
 * rename comes last: a folder by the final name is always whole.
 *
 * @param {string} folder
 * @param {Omit<Parameters<typeof downloadPackages>[0], "folder">} wanted
 * @param {(unpacked: string) => void | Promise<void>} finish adds what is missing, before the rename
 */
export async function unpackInto(folder, wanted, finish) {
  await withPackages(folder, wanted, async (unpacked) => {
    await finish(unpacked);
    try {
      renameSync(unpacked, folder);
    } catch (error) {
      // Another process was faster; its copy is as good.
      if (!existsSync(folder)) throw error;
    }
  });
}
