import { type Sampler } from "./sample.js";
export type ScalarType = "u32" | "i32" | "f32";
export declare const u32: "u32";
export declare const i32: "i32";
export declare const f32: "f32";
/** Element types of storage bindings. `u8` is packed four to a word in WGSL (`array<u32>`, low byte first). */
export type DType = "f32" | "i32" | "u32" | "u8";
/** Bytes of one element. */
export declare const bytesPerElement: Readonly<Record<DType, number>>;
export type ParamTypes = Readonly<Record<string, ScalarType>>;
export type ParamValues<P extends ParamTypes> = {
    readonly [K in keyof P]: number;
};
/**
 * How a kernel uses a binding. `write` means every element is written and none
 * is read before; `scratch` exists on WebGPU only, holds nothing between
 * commands, and is allocated by the device.
 */
export type Access = "read" | "write" | "readWrite" | "scratch";
/**
 * Values of a `u32` binding that choose elements of another one. The device checks them right before the kernel
 * runs (src/device/index_check.ts), and the next read rejects where one is out of range. The kernel makes sure on
 * its own that such a value leads it nowhere outside its bindings.
 */
export interface IndexRange<V> {
    /** The least number that is too large; null where the kernel does not look at the values. */
    readonly below: (params: V) => number | null;
    /** A value that is right all the same, because the kernel looks nothing up for it; null where there is none. */
    readonly except?: (params: V) => number | null;
    /** What is told of a value that is too large: the op, the value, its position, and what it may be. */
    readonly message: (value: number, position: number, below: number) => string;
}
/** A binding is declared by its access, with the number of elements: `{ read: (p) => p.rows * p.cols }`. */
export type BindingDeclaration<V> = ({
    readonly read: (params: V) => number;
} | {
    readonly write: (params: V) => number;
} | {
    readonly readWrite: (params: V) => number;
} | {
    readonly scratch: (params: V) => number;
}) & {
    /** Default `f32`. */
    readonly dtype?: DType;
    /** Where test inputs come from; standard normal by default. */
    readonly sample?: Sampler<V>;
    /** Given where the values are indices. */
    readonly indices?: IndexRange<V>;
};
/** A binding declaration with its defaults filled in. */
export interface Binding<V> {
    readonly access: Access;
    readonly dtype: DType;
    /** Number of elements. */
    readonly size: (params: V) => number;
    readonly sample: Sampler<V>;
    /** Null where the values are no indices. */
    readonly indices: IndexRange<V> | null;
}
/** What a pass list may depend on besides the parameters. */
export interface AdapterTraits {
    readonly maxComputeWorkgroupStorageSize: number;
    readonly maxComputeInvocationsPerWorkgroup: number;
    readonly maxStorageBufferBindingSize: number;
    /** True for CPU implementations of Vulkan, where barriers and loads are dear and registers are everything. */
    readonly software: boolean;
    /** Invocations of a subgroup; 0 where they vary or shaders have no subgroup operations. */
    readonly subgroupSize: number;
    /** Whether operands may be rounded to float16, because the user asked for it. */
    readonly float16: boolean;
    /** Whether matrix products may run on units for 16 x 16 matrices of float16; the user asked for it. */
    readonly subgroupMatrix: boolean;
}
/** One WebGPU dispatch. */
export interface Pass<V> {
    /** Entry point in the shader. */
    readonly entry: string;
    /** Shader file under `shaders/`, without extension, where another than the kernel's own. */
    readonly shader?: string;
    /** Workgroups in x, y, z. */
    readonly grid: readonly [number, number?, number?];
    /** Values for the shader's `override` constants. */
    readonly constants?: Readonly<Record<string, number>>;
    /** Parameters that differ from the command's in this pass. */
    readonly params?: Partial<V>;
}
/** A result passes where |got - want| <= absolute + relative * |want|. */
export interface Tolerance {
    readonly absolute: number;
    readonly relative: number;
    /** Why this and not less. */
    readonly because: string;
}
type Bindings<V> = Readonly<Record<string, BindingDeclaration<V>>>;
export interface KernelDefinition<P extends ParamTypes, B extends Bindings<ParamValues<P>>> {
    readonly name: string;
    /** In the order of the WGSL and C++ structs. */
    readonly params: P;
    /** In the order of `@binding(1)`, `@binding(2)`, ...; `@binding(0)` is the uniform `params`. */
    readonly bindings: B;
    /** Floating point operations of the mathematical work. */
    flops(params: ParamValues<P>): number;
    /** Bytes that must move at the least: inputs once, outputs once. */
    bytes(params: ParamValues<P>): number;
    passes(params: ParamValues<P>, adapter: AdapterTraits): readonly Pass<ParamValues<P>>[];
    readonly tolerance: Tolerance;
}
export interface Kernel<P extends ParamTypes = ParamTypes, B extends Bindings<ParamValues<P>> = Bindings<ParamValues<P>>> extends KernelDefinition<P, B> {
    /** Parameter names and types, in order. */
    readonly paramList: readonly (readonly [string, ScalarType])[];
    /** Binding names and declarations in order, scratch included. */
    readonly bindingList: readonly (readonly [string, Binding<ParamValues<P>>])[];
    /** Those that a caller hands over: all but scratch. */
    readonly givenBindings: readonly (readonly [string, Binding<ParamValues<P>>])[];
    /** Whether data choose what it reads or writes. */
    readonly hasIndices: boolean;
}
/** A kernel whose parameter and binding names are not known to the type checker. */
export type AnyKernel = Kernel<any, any>;
/** The bindings a caller hands over: all but scratch. */
export type BindingNames<K extends AnyKernel> = {
    [N in keyof K["bindings"]]: K["bindings"][N] extends {
        readonly scratch: unknown;
    } ? never : N;
}[keyof K["bindings"]];
/** Declares a kernel. Declaring one name twice is an error. */
export declare function kernel<const P extends ParamTypes, const B extends Bindings<ParamValues<P>>>(definition: KernelDefinition<P, B>): Kernel<P, B>;
/** The kernels declared by the modules loaded so far, by name. */
export declare function declaredKernels(): ReadonlyMap<string, AnyKernel>;
/** Workgroups needed for `count` items at `perGroup` each. */
export declare function groups(count: number, perGroup: number): number;
/**
 * A grid of at least `count` workgroups for kernels with a linear index: x alone
 * while it fits, else x by y. The shader's index is
 * `workgroup_id.y * num_workgroups.x + workgroup_id.x`, and it must ignore the excess.
 */
export declare function linearGrid(count: number): readonly [number, number];
export {};
