import { z } from "zod";
declare const roofline: z.ZodObject<{
    streamGBs: z.ZodNumber;
    stream: z.ZodString;
    fmaGFlops: z.ZodNumber;
    fma: z.ZodString;
}, z.core.$strip>;
declare const device: z.ZodObject<{
    kind: z.ZodString;
    name: z.ZodString;
    isGpu: z.ZodBoolean;
    maxBindingBytes: z.ZodNumber;
    details: z.ZodRecord<z.ZodString, z.ZodUnknown>;
    roofline: z.ZodObject<{
        streamGBs: z.ZodNumber;
        stream: z.ZodString;
        fmaGFlops: z.ZodNumber;
        fma: z.ZodString;
    }, z.core.$strip>;
}, z.core.$strip>;
declare const peerRow: z.ZodObject<{
    name: z.ZodString;
    time: z.ZodNullable<z.ZodObject<{
        median: z.ZodNumber;
        q1: z.ZodNumber;
        q3: z.ZodNumber;
        min: z.ZodNumber;
        samples: z.ZodNumber;
    }, z.core.$strip>>;
    ratio: z.ZodNullable<z.ZodNumber>;
    threads: z.ZodDefault<z.ZodNullable<z.ZodNumber>>;
    oneThread: z.ZodDefault<z.ZodNullable<z.ZodObject<{
        time: z.ZodObject<{
            median: z.ZodNumber;
            q1: z.ZodNumber;
            q3: z.ZodNumber;
            min: z.ZodNumber;
            samples: z.ZodNumber;
        }, z.core.$strip>;
        ratio: z.ZodNullable<z.ZodNumber>;
    }, z.core.$strip>>>;
    peakMiB: z.ZodDefault<z.ZodNullable<z.ZodNumber>>;
    difference: z.ZodNullable<z.ZodNumber>;
    agrees: z.ZodBoolean;
    note: z.ZodOptional<z.ZodString>;
}, z.core.$strip>;
declare const row: z.ZodObject<{
    device: z.ZodString;
    work: z.ZodString;
    sizes: z.ZodRecord<z.ZodString, z.ZodNumber>;
    dtype: z.ZodString;
    time: z.ZodObject<{
        median: z.ZodNumber;
        q1: z.ZodNumber;
        q3: z.ZodNumber;
        min: z.ZodNumber;
        samples: z.ZodNumber;
    }, z.core.$strip>;
    deviceMs: z.ZodNullable<z.ZodNumber>;
    gflops: z.ZodNumber;
    gbs: z.ZodNumber;
    intensity: z.ZodNumber;
    rooflineShare: z.ZodNumber;
    maxError: z.ZodNullable<z.ZodNumber>;
    unchecked: z.ZodOptional<z.ZodString>;
    oneThread: z.ZodDefault<z.ZodNullable<z.ZodObject<{
        median: z.ZodNumber;
        q1: z.ZodNumber;
        q3: z.ZodNumber;
        min: z.ZodNumber;
        samples: z.ZodNumber;
    }, z.core.$strip>>>;
    parts: z.ZodDefault<z.ZodArray<z.ZodObject<{
        name: z.ZodString;
        time: z.ZodObject<{
            median: z.ZodNumber;
            q1: z.ZodNumber;
            q3: z.ZodNumber;
            min: z.ZodNumber;
            samples: z.ZodNumber;
        }, z.core.$strip>;
    }, z.core.$strip>>>;
    items: z.ZodNullable<z.ZodObject<{
        unit: z.ZodString;
        perSecond: z.ZodNumber;
    }, z.core.$strip>>;
    peakMiB: z.ZodDefault<z.ZodNullable<z.ZodNumber>>;
    peers: z.ZodArray<z.ZodObject<{
        name: z.ZodString;
        time: z.ZodNullable<z.ZodObject<{
            median: z.ZodNumber;
            q1: z.ZodNumber;
            q3: z.ZodNumber;
            min: z.ZodNumber;
            samples: z.ZodNumber;
        }, z.core.$strip>>;
        ratio: z.ZodNullable<z.ZodNumber>;
        threads: z.ZodDefault<z.ZodNullable<z.ZodNumber>>;
        oneThread: z.ZodDefault<z.ZodNullable<z.ZodObject<{
            time: z.ZodObject<{
                median: z.ZodNumber;
                q1: z.ZodNumber;
                q3: z.ZodNumber;
                min: z.ZodNumber;
                samples: z.ZodNumber;
            }, z.core.$strip>;
            ratio: z.ZodNullable<z.ZodNumber>;
        }, z.core.$strip>>>;
        peakMiB: z.ZodDefault<z.ZodNullable<z.ZodNumber>>;
        difference: z.ZodNullable<z.ZodNumber>;
        agrees: z.ZodBoolean;
        note: z.ZodOptional<z.ZodString>;
    }, z.core.$strip>>;
}, z.core.$strip>;
declare const growth: z.ZodObject<{
    device: z.ZodString;
    work: z.ZodString;
    by: z.ZodString;
    others: z.ZodRecord<z.ZodString, z.ZodNumber>;
    points: z.ZodArray<z.ZodObject<{
        size: z.ZodNumber;
        time: z.ZodObject<{
            median: z.ZodNumber;
            q1: z.ZodNumber;
            q3: z.ZodNumber;
            min: z.ZodNumber;
            samples: z.ZodNumber;
        }, z.core.$strip>;
    }, z.core.$strip>>;
    maxError: z.ZodNullable<z.ZodNumber>;
}, z.core.$strip>;
declare const failure: z.ZodObject<{
    device: z.ZodString;
    work: z.ZodString;
    sizes: z.ZodRecord<z.ZodString, z.ZodNumber>;
    reason: z.ZodString;
}, z.core.$strip>;
declare const schema: z.ZodObject<{
    format: z.ZodLiteral<"skein-bench">;
    version: z.ZodLiteral<1>;
    date: z.ZodString;
    command: z.ZodString;
    versions: z.ZodRecord<z.ZodString, z.ZodString>;
    machine: z.ZodObject<{
        cpu: z.ZodString;
        cores: z.ZodNumber;
        memoryGiB: z.ZodNumber;
        os: z.ZodString;
    }, z.core.$strip>;
    threads: z.ZodNumber;
    seconds: z.ZodNumber;
    devices: z.ZodArray<z.ZodObject<{
        kind: z.ZodString;
        name: z.ZodString;
        isGpu: z.ZodBoolean;
        maxBindingBytes: z.ZodNumber;
        details: z.ZodRecord<z.ZodString, z.ZodUnknown>;
        roofline: z.ZodObject<{
            streamGBs: z.ZodNumber;
            stream: z.ZodString;
            fmaGFlops: z.ZodNumber;
            fma: z.ZodString;
        }, z.core.$strip>;
    }, z.core.$strip>>;
    missingDevices: z.ZodArray<z.ZodObject<{
        kind: z.ZodString;
        reason: z.ZodString;
    }, z.core.$strip>>;
    peers: z.ZodArray<z.ZodObject<{
        name: z.ZodString;
        version: z.ZodNullable<z.ZodString>;
        absent: z.ZodNullable<z.ZodString>;
        settings: z.ZodDefault<z.ZodArray<z.ZodString>>;
    }, z.core.$strip>>;
    rows: z.ZodArray<z.ZodObject<{
        device: z.ZodString;
        work: z.ZodString;
        sizes: z.ZodRecord<z.ZodString, z.ZodNumber>;
        dtype: z.ZodString;
        time: z.ZodObject<{
            median: z.ZodNumber;
            q1: z.ZodNumber;
            q3: z.ZodNumber;
            min: z.ZodNumber;
            samples: z.ZodNumber;
        }, z.core.$strip>;
        deviceMs: z.ZodNullable<z.ZodNumber>;
        gflops: z.ZodNumber;
        gbs: z.ZodNumber;
        intensity: z.ZodNumber;
        rooflineShare: z.ZodNumber;
        maxError: z.ZodNullable<z.ZodNumber>;
        unchecked: z.ZodOptional<z.ZodString>;
        oneThread: z.ZodDefault<z.ZodNullable<z.ZodObject<{
            median: z.ZodNumber;
            q1: z.ZodNumber;
            q3: z.ZodNumber;
            min: z.ZodNumber;
            samples: z.ZodNumber;
        }, z.core.$strip>>>;
        parts: z.ZodDefault<z.ZodArray<z.ZodObject<{
            name: z.ZodString;
            time: z.ZodObject<{
                median: z.ZodNumber;
                q1: z.ZodNumber;
                q3: z.ZodNumber;
                min: z.ZodNumber;
                samples: z.ZodNumber;
            }, z.core.$strip>;
        }, z.core.$strip>>>;
        items: z.ZodNullable<z.ZodObject<{
            unit: z.ZodString;
            perSecond: z.ZodNumber;
        }, z.core.$strip>>;
        peakMiB: z.ZodDefault<z.ZodNullable<z.ZodNumber>>;
        peers: z.ZodArray<z.ZodObject<{
            name: z.ZodString;
            time: z.ZodNullable<z.ZodObject<{
                median: z.ZodNumber;
                q1: z.ZodNumber;
                q3: z.ZodNumber;
                min: z.ZodNumber;
                samples: z.ZodNumber;
            }, z.core.$strip>>;
            ratio: z.ZodNullable<z.ZodNumber>;
            threads: z.ZodDefault<z.ZodNullable<z.ZodNumber>>;
            oneThread: z.ZodDefault<z.ZodNullable<z.ZodObject<{
                time: z.ZodObject<{
                    median: z.ZodNumber;
                    q1: z.ZodNumber;
                    q3: z.ZodNumber;
                    min: z.ZodNumber;
                    samples: z.ZodNumber;
                }, z.core.$strip>;
                ratio: z.ZodNullable<z.ZodNumber>;
            }, z.core.$strip>>>;
            peakMiB: z.ZodDefault<z.ZodNullable<z.ZodNumber>>;
            difference: z.ZodNullable<z.ZodNumber>;
            agrees: z.ZodBoolean;
            note: z.ZodOptional<z.ZodString>;
        }, z.core.$strip>>;
    }, z.core.$strip>>;
    growth: z.ZodDefault<z.ZodArray<z.ZodObject<{
        device: z.ZodString;
        work: z.ZodString;
        by: z.ZodString;
        others: z.ZodRecord<z.ZodString, z.ZodNumber>;
        points: z.ZodArray<z.ZodObject<{
            size: z.ZodNumber;
            time: z.ZodObject<{
                median: z.ZodNumber;
                q1: z.ZodNumber;
                q3: z.ZodNumber;
                min: z.ZodNumber;
                samples: z.ZodNumber;
            }, z.core.$strip>;
        }, z.core.$strip>>;
        maxError: z.ZodNullable<z.ZodNumber>;
    }, z.core.$strip>>>;
    failures: z.ZodArray<z.ZodObject<{
        device: z.ZodString;
        work: z.ZodString;
        sizes: z.ZodRecord<z.ZodString, z.ZodNumber>;
        reason: z.ZodString;
    }, z.core.$strip>>;
}, z.core.$strip>;
export type BenchResult = z.output<typeof schema>;
export type BenchRow = z.output<typeof row>;
export type Growth = z.output<typeof growth>;
export type BenchFailure = z.output<typeof failure>;
export type PeerRow = z.output<typeof peerRow>;
export type DeviceEntry = z.output<typeof device>;
export type Roofline = z.output<typeof roofline>;
/** Checks an object read from a file. @throws {ArgumentError} naming the first field that is wrong. */
export declare function parseResult(value: unknown, source: string): BenchResult;
/** Reads a file that `--json` wrote. @throws {ArgumentError} */
export declare function readResult(path: string): Promise<BenchResult>;
export declare function rowKey({ device, work, sizes }: Pick<BenchRow, "device" | "work" | "sizes">): string;
export {};
