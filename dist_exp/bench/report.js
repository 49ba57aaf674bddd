/** A run as a page of Markdown that reads well in a terminal too. */
import { showSizes } from "./case.js";
import { bounds, groupRows, memoryLines, partRates, peerRatios, strongest, threadRatios, threadSpeedup, } from "./findings.js";
import { growthSlope, TURN } from "./growth.js";
import { digits, markdownTable, percent, rate } from "./markdown.js";
import { geometricMean, spread } from "./statistics.js";
export function renderReport(result, compared = null) {
    const parts = [header(result)];
    for (const device of result.devices) {
        const rows = result.rows.filter((row) => row.device === device.kind);
        if (rows.length > 0)
            parts.push(deviceSection(device, rows, result.threads));
    }
    parts.push(strongestSection(result), ratioSection(result.rows), threadSection(result));
    parts.push(memorySection(result.rows), boundSection(result.rows));
    parts.push(growthSection(result));
    if (result.failures.length > 0) {
        const lines = result.failures.map(({ device, work, sizes, reason }) => `- ${device}, ${work} ${showSizes(sizes)}: ${reason}`);
        parts.push(`## Not measured\n\n${lines.join("\n")}`);
    }
    if (compared)
        parts.push(comparisonSection(compared));
    return `${parts.filter((part) => part !== null).join("\n\n")}\n`;
}
/** How to read the tables. */
const LEGEND = [
    "- float32. Time is from recording to the end of the wait: the median, and ± the interquartile range over it.",
    "  Device time is what the kernels took (on WebGPU by timestamp queries) in runs of its own, which on a busy machine",
    "  may have been slower. A sample is as many runs as take 5 ms, and one wait",
    "- roofline: of what the rates below allow at the row's flop/B. It goes past 100 % where a repeated run finds in the",
    "  caches what it wrote or read before, which the measured stream is too large for",
    "- error: the largest |result - float64| over a sample of the results; of whole jobs over some images' logits or",
    "  probabilities, of k-means' iterations over the squared distance of rows to their centres",
];
function header({ date, command, versions, machine, threads, seconds, devices, ...rest }) {
    const { cpu, cores, memoryGiB, os } = machine;
    const others = [
        ...rest.missingDevices.map(({ kind, reason }) => `- ${kind} device: absent (${reason})`),
        ...rest.peers.map(({ name, version, absent: why, settings }) => why === null
            ? `- ${name}: ${settings.length > 0 ? settings.join(" | ") : version}`
            : `- ${name}: absent (${why})`),
    ];
    return [
        `# skein bench, ${date}`,
        "",
        `- command: \`${command}\``,
        `- machine: ${cpu}, ${count(cores, "core")}, ${memoryGiB} GiB, ${os}; ${count(threads, "thread")} for each`,
        `- versions: ${Object.entries(versions)
            .map(([name, version]) => `${name} ${version}`)
            .join(", ")}`,
        `- at least ${seconds} s per row and contestant after warm-up, everyone taking turns`,
        ...LEGEND,
        ...devices.map(deviceLines),
        ...others,
    ].join("\n");
}
const count = (value, unit) => `${value} ${unit}${value === 1 ? "" : "s"}`;
function deviceLines({ kind, name, isGpu, details, maxBindingBytes, roofline }) {
    const list = (entries) => entries
        .map(([key, value]) => `${key} ${Array.isArray(value) ? value.join(" ") || "none" : value}`)
        .join(", ");
    const isLimit = ([key]) => key.startsWith("max");
    const all = Object.entries(details);
    const limits = { maxBindingBytes, ...Object.fromEntries(all.filter(isLimit)) };
    const { streamGBs, stream, fmaGFlops, fma } = roofline;
    return [
        `- ${kind}: ${name}${kind === "webgpu" && !isGpu ? ", software on the CPU" : ""}`,
        `  - ${list(all.filter((entry) => !isLimit(entry)))}`,
        ...(kind === "webgpu"
            ? ["  - Dawn's other toggles at their defaults: validation and bounds checks are on"]
            : []),
        `  - limits: ${list(Object.entries(limits))}`,
        `  - roofline here and now: ${digits(streamGBs)} GB/s (${stream}), ${digits(fmaGFlops)} GFLOP/s (${fma})`,
    ].join("\n");
}
function deviceSection({ kind, name }, rows, threads) {
    const peers = peersOf(rows);
    const titles = ["time ms", "±", "device ms", "GFLOP/s", "GB/s", "flop/B", "roofline", "error", "rate"];
    const table = markdownTable(["work", "shape", ...titles, ...peers], rows.map((row) => [...cells(row), ...peers.map((peer) => peerCell(row, peer, threads > 1))]));
    const notes = peers.length > 0 ? [PEER_NOTE] : [];
    const unchecked = new Map(rows.flatMap(({ work, unchecked: why }) => (why ? [[work, why]] : [])));
    if (unchecked.size > 0) {
        const reasons = [...unchecked].map(([work, why]) => `${work} (${why})`);
        notes.push(`Without error: ${reasons.join(", ")}.`);
    }
    return [`## ${kind}: ${name}`, table, ...notes].join("\n\n");
}
const PEER_NOTE = "Peers: their time over Skein's; (1) where one thread is faster for them than all, and is what is compared.";
function cells(row) {
    const { time, deviceMs, gflops, gbs, intensity, rooflineShare, maxError, items } = row;
    return [
        row.work,
        showSizes(row.sizes),
        digits(time.median),
        percent(spread(time)),
        deviceMs === null ? "-" : digits(deviceMs),
        digits(gflops),
        digits(gbs),
        digits(intensity),
        percent(rooflineShare),
        maxError === null ? "-" : maxError.toExponential(1),
        items ? rate(items.perSecond, items.unit) : "-",
    ];
}
function peersOf(rows) {
    return [...new Set(rows.flatMap((row) => row.peers.map((peer) => peer.name)))];
}
function peerCell({ peers }, name, manyThreads) {
    const peer = peers.find((each) => each.name === name);
    if (!peer || peer.ratio === null)
        return "-";
    const one = peer.threads === 1 && peer.time && peer.oneThread && manyThreads ? " (1)" : "";
    return `${digits(peer.ratio)}${one}${peer.agrees ? "" : " DIFFERS"}`;
}
/** Rows of one device and work, in the order they were measured. */
function byWork(rows) {
    return groupRows(rows, ({ device, work }) => `${device} ${work}`);
}
/** The fastest peer of each row, with all threads and with one. */
function strongestSection({ rows, threads }) {
    const cell = (row, setting) => {
        const found = strongest(row, setting);
        if (!found)
            return ["-", "-"];
        const fewer = found.threads === 1 && setting === "all" && threads > 1 ? " (1 thread)" : "";
        return [`${found.name}${fewer}`, digits(found.ratio)];
    };
    const lines = rows.flatMap((row) => {
        if (!strongest(row, "all"))
            return [];
        const [all, one] = [cell(row, "all"), cell(row, "one")];
        const note = row.peers.find(({ name }) => name === strongest(row, "all").name)?.note ?? "";
        return [[row.device, row.work, showSizes(row.sizes), all[0], one[0], note, all[1], one[1]]];
    });
    if (lines.length === 0)
        return null;
    const titles = [`strongest, ${count(threads, "thread")}`, "1 thread", "kernel", "ratio", "1 thread"];
    return `## The strongest peer of each row\n\n${markdownTable(["device", "work", "shape", ...titles], lines, 6)}`;
}
/** Peaks of processes that do nothing else. */
function memorySection(rows) {
    const lines = memoryLines(rows);
    return lines.length > 0 ? `## Peak resident memory\n\n${lines.join("\n")}` : null;
}
/** Peers' times over Skein's, summed up by work. */
function ratioSection(rows) {
    const lines = byWork(rows).flatMap((group) => peersOf(group).flatMap((peer) => {
        const ratios = peerRatios(group, peer);
        if (!ratios)
            return [];
        const { device, work } = group[0];
        return [[device, work, peer, String(ratios.count), digits(ratios.mean), digits(ratios.lowest)]];
    }));
    if (lines.length === 0)
        return null;
    const table = markdownTable(["device", "work", "peer", "shapes", "geometric mean", "lowest"], lines, 3);
    return `## Peers' time over Skein's\n\n${table}`;
}
/** What the native device's threads are worth. */
function threadSection({ rows, threads }) {
    const lines = rows.flatMap((row) => {
        const speedup = threadSpeedup(row);
        if (speedup === null)
            return [];
        const times = [row.oneThread, row.time].map(({ median }) => digits(median));
        return [[row.work, showSizes(row.sizes), ...times, digits(speedup)]];
    });
    if (lines.length === 0)
        return null;
    const header = ["work", "shape", "1 thread ms", `${threads} threads ms`, "1 over all"];
    const sums = byWork(rows).flatMap((group) => {
        const ratios = threadRatios(group);
        if (!ratios)
            return [];
        return [[group[0].work, String(ratios.count), digits(ratios.mean), digits(ratios.lowest)]];
    });
    return [
        `## Time with 1 thread over ${threads}`,
        markdownTable(header, lines),
        markdownTable(["work", "shapes", "geometric mean", "lowest"], sums, 1),
    ].join("\n\n");
}
/** Works beside each of their parts alone. */
function boundSection(rows) {
    const lines = bounds(rows).map(({ row, part, share }) => {
        const { device, work, sizes } = row;
        const { whole, alone } = partRates(row);
        return (`- ${device}, ${work} ${showSizes(sizes)}: ${whole}; ${alone}. ` +
            `Bound by ${part}: alone it takes ${percent(share)} of the time of the whole`);
    });
    return lines.length > 0 ? `## What bounds a work\n\n${lines.join("\n")}` : null;
}
function growthSection({ growth: all, seconds }) {
    if (all.length === 0)
        return null;
    const lines = all.map((growth) => {
        const { device, work, by, others, points } = growth;
        const times = points.map(({ size, time }) => `${size}: ${digits(time.median)}`).join(", ");
        const slopes = ["median", "q1"].map((time) => growthSlope(growth, time).toFixed(3));
        const error = growth.maxError === null ? "-" : growth.maxError.toExponential(1);
        return [device, work, showSizes(others), `${by} ${times}`, ...slopes, error];
    });
    const table = markdownTable(["device", "work", "sizes", "time ms", "slope", "of quartiles", "error"], lines, 4);
    const note = "Slope of the log-log fit through the medians, and through the first quartiles; the largest error of all sizes. " +
        `The sizes take turns. A sample is as many runs, back to back, as fill ${digits(TURN * seconds)} s, and one wait.`;
    return ["## Growth of time", table, note].join("\n\n");
}
function comparisonSection({ rows, regressions, unmatched, warnings }) {
    const table = markdownTable(["work", "shape", "device", "before ms", "now ms", "now / before"], rows.map(({ row, before, ratio, regressed }) => [
        row.work,
        showSizes(row.sizes),
        row.device,
        digits(before),
        digits(row.time.median),
        `${digits(ratio)}${regressed ? " SLOWER" : ""}`,
    ]), 3);
    const mean = rows.length > 0 ? `Geometric mean ${digits(geometricMean(rows.map(({ ratio }) => ratio)))}. ` : "";
    const summary = `${mean}${regressions.length} of ${rows.length} rows are slower than allowed; ${unmatched} have no counterpart.`;
    return ["## Against the earlier run", table, summary, ...warnings.map((warning) => `- ${warning}`)].join("\n\n");
}
//# sourceMappingURL=report.js.map