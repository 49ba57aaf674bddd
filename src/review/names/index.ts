/** Names for classes. */
export {
  type NamedImages,
  type NameProposal,
  type ProposeNamesOptions,
  proposeNames,
} from "./propose_names.js";
