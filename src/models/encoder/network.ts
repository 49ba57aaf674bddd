/** Encoders that are named networks, with the parameters of safetensors files. */
import { createHash } from "node:crypto";
import type { Tape } from "../../autograd/index.js";
import type { Device } from "../../device/index.js";
import { excerpt, ModelFileError } from "../../errors.js";
import { isSealed } from "../../io/node/byte_source.js";
import type { AnyModule, StateDict, StateDictLayout } from "../../nn/index.js";
import type { Tensor } from "../../tensor/index.js";
import type { ImageSize } from "../images.js";
import { readStateDict } from "../module_file.js";
import { fittingState } from "../pretrained.js";
import type { Network } from "../zoo/network.js";
import type { OpenedTrunk, Trunk, TrunkInput } from "./trunk.js";

export interface NetworkSource {
  readonly path: string;
  /** Its name, such as "resnet18". */
  readonly network: string;
  readonly networkOptions?: unknown;
  /** Of the images that it reads. */
  readonly size: ImageSize;
  /** A module's path, such as "layer3"; default what the head reads. */
  readonly layer?: string | undefined;
}

/** The name of the default layer: `Network.features`. */
export const FEATURES = "features";

/**
 * A network with a file's parameters.
 * @throws {ModelFileError} where the file does not fit the network, or the network has no such module.
 * @throws {ArgumentError} where the network is unknown.
 */
export async function networkTrunk(source: NetworkSource): Promise<OpenedTrunk> {
  const { path, network, networkOptions, size, layer = FEATURES } = source;
  const stored = await readStateDict(path, {});
  const wanted = { name: network, size, networkOptions };
  const { state, layout, head, whole, own } = fittingState(path, wanted, stored);
  if (own === null) for (const parameter of head) state.delete(parameter);
  const found = layer === FEATURES ? null : moduleAt(whole, layer, network);
  const hash = createHash("sha256").update(network);
  for (const [name, { shape, data }] of [...state].sort(([a], [b]) => (a < b ? -1 : 1))) {
    hash
      .update(`${name} ${shape.join(" ")}`)
      .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  const { height, width, channels } = size;
  const input = { height, width, channels, batch: null };
  return {
    trunk: new NetworkTrunk(whole, layer, found, { state, layout }, input),
    hash: hash.digest("hex"),
    sealed: await isSealed(path),
    bytes: null,
  };
}

function moduleAt(whole: Network, layer: string, network: string): AnyModule {
  const modules = whole.modules().filter(([path]) => path !== "");
  const found = modules.find(([path]) => path === layer);
  if (found) return found[1];
  const outer = modules.map(([path]) => path).filter((path) => path.split(".").length <= 2);
  throw new ModelFileError(
    `${network} has no layer ${excerpt(layer)}: give ${FEATURES}, or one of ${excerpt(outer.join(", "), 400)}`,
  );
}

class NetworkTrunk implements Trunk {
  constructor(
    readonly network: Network,
    readonly layer: string,
    /** Null for the features that the head reads. */
    readonly module: AnyModule | null,
    readonly stored: { readonly state: StateDict; readonly layout: StateDictLayout },
    readonly input: TrunkInput,
  ) {}

  async to(device: Device): Promise<void> {
    this.network.to(device);
    this.network.loadStateDict(this.stored.state, { layout: this.stored.layout, strict: false });
  }

  release(): void {
    this.network.release();
  }

  forward(tape: Tape, x: Tensor): Tensor {
    const { module, network } = this;
    if (!module) return network.features(tape, x);
    // The layer's value is taken as it passes.
    let value: Tensor | null = null;
    const forward = module.forward;
    module.forward = (...given: Parameters<typeof forward>) => {
      value = forward.apply(module, given);
      return value;
    };
    try {
      network.features(tape, x);
    } finally {
      module.forward = forward;
    }
    if (value) return value;
    throw new ModelFileError(`${this.layer} takes no part in the features: give another layer`);
  }
}
