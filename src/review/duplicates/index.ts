/** Copies and near-duplicates. */
export {
  type DuplicateGroup,
  type DuplicateMember,
  type FindDuplicatesOptions,
  findDuplicates,
} from "./find_duplicates.js";
export { type Keeper, KeeperChoice } from "./keeper.js";
export { type DuplicatePair, type NearDuplicatesOptions, nearDuplicates } from "./near_duplicates.js";
