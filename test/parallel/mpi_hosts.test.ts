/** A job on two machines: network namespaces of this one, each with its own address and name. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { NO_VULKAN } from "../cli/skein.js";
import { JOB_TIMEOUT, MAIN, mpirun, noMpi, PROGRAM, scene } from "./mpirun.js";

vi.setConfig({ testTimeout: JOB_TIMEOUT });

const id = process.pid.toString(36);
const hosts = [`skein-${id}-a`, `skein-${id}-b`] as const;
const run = (command: string, ...args: string[]) => execFileSync(command, args, { stdio: "pipe" });

/** Why there are no namespaces here, or null. */
function findTrouble(): string | null {
  if (noMpi) return noMpi;
  try {
    run("ip", "netns", "add", hosts[0]);
    run("ip", "netns", "exec", hosts[0], "unshare", "--uts", "true");
    run("ip", "netns", "del", hosts[0]);
    return null;
  } catch (error) {
    return `network namespaces are not to be had: ${(error as Error).message.trim().split("\n").at(-1)}`;
  }
}

const trouble = findTrouble();

describe.skipIf(trouble)(`two hosts [mpi]${trouble ? ` (${trouble})` : ""}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "skein-hosts-"));
  // What mpirun calls in place of ssh: host, then the words of a shell.
  const agent = join(folder, "agent.sh");
  const on = (host: string) => ["ip", "netns", "exec", host, "unshare", "--uts", "sh", "-c"];

  beforeAll(() => {
    for (const host of hosts) run("ip", "netns", "add", host);
    const ends = [`sk${id}a`.slice(-15), `sk${id}b`.slice(-15)] as const;
    run(
      "ip",
      "link",
      "add",
      ends[0],
      "netns",
      hosts[0],
      "type",
      "veth",
      "peer",
      "name",
      ends[1],
      "netns",
      hosts[1],
    );
    for (const [i, host] of hosts.entries()) {
      run("ip", "-n", host, "addr", "add", `10.77.0.${i + 1}/24`, "dev", ends[i]!);
      run("ip", "-n", host, "link", "set", ends[i]!, "up");
      run("ip", "-n", host, "link", "set", "lo", "up");
    }
    writeFileSync(
      agent,
      '#!/bin/sh\nhost=$1\nshift\nexec ip netns exec "$host" unshare --uts sh -c "hostname $host; $*"\n',
    );
    chmodSync(agent, 0o755);
  });

  afterAll(() => {
    for (const host of hosts) run("ip", "netns", "del", host);
    rmSync(folder, { recursive: true, force: true });
  });

  const job = () => ({
    before: [...on(hosts[0]), 'hostname "$0"; exec "$@"', hosts[0]],
    mca: ["--mca", "plm_rsh_agent", agent, "--host", `${hosts[0]}:1,${hosts[1]}:1`],
  });

  it("tell each other what they tell on one", async () => {
    expect(await scene(2, ["exchange"], job())).toEqual({ size: 2, wrong: [] });
  });

  it("are named by skein devices, each with its first rank", async () => {
    const options = { ...job(), env: NO_VULKAN };
    const { code, stdout } = await mpirun(2, [MAIN, "devices", "--json", "--quiet"], options);
    expect(code).toBe(0);
    expect(JSON.parse(stdout).ranks).toMatchObject([
      { rank: 0, host: hosts[0], localRank: 0 },
      { rank: 1, host: hosts[1], localRank: 0 },
    ]);
  });

  it("end together when a rank is killed", async () => {
    const { code, stderr } = await mpirun(2, [PROGRAM, "end", "kill"], job());
    expect(code).toBe(137);
    expect(stderr).toMatch(new RegExp(`rank 1 with PID \\d+ on node ${hosts[1]} exited on signal 9`));
  });
});
