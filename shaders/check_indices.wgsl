// words = epoch, source, i, index[i], below for the least i with index[i] >= below and not `except`, if there is one
// and words[0] is not `epoch` yet.
//
// index: [count]; words: [5]; lowest: the least such i of each part, NONE without. `whole`: one workgroup for
// everything. `parts`: one workgroup per part, strided; `report`: one workgroup, after it.

const WORKGROUP = 256u;
// Indices that a part has at least, where there is more than one.
const PART = 4096u;
const NONE = 0xffffffffu;

var<workgroup> least: atomic<u32>;

// The least `mine` of the workgroup.
fn group_least(lane: u32, mine: u32) -> u32 {
  if (lane == 0u) {
    atomicStore(&least, NONE);
  }
  workgroupBarrier();
  if (mine != NONE) {
    atomicMin(&least, mine);
  }
  workgroupBarrier();
  return atomicLoad(&least);
}

// The least wrong position among those from `first` on, `stride` apart.
fn first_wrong(first: u32, stride: u32) -> u32 {
  for (var i = first; i < params.count; i += stride) {
    if (index[i] >= params.below && index[i] != params.except) {
      return i;
    }
  }
  return NONE;
}

fn put(lane: u32, position: u32) {
  if (lane == 0u && position != NONE && words[0] != params.epoch) {
    words[0] = params.epoch;
    words[1] = params.source;
    words[2] = position;
    words[3] = index[position];
    words[4] = params.below;
  }
}

@compute @workgroup_size(WORKGROUP)
fn whole(@builtin(local_invocation_index) lane: u32) {
  put(lane, group_least(lane, first_wrong(lane, WORKGROUP)));
}

@compute @workgroup_size(WORKGROUP)
fn parts(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32,
         @builtin(num_workgroups) grid: vec3u) {
  let found = group_least(lane, first_wrong(group.x * WORKGROUP + lane, grid.x * WORKGROUP));
  if (lane == 0u) {
    lowest[group.x] = found;
  }
}

@compute @workgroup_size(WORKGROUP)
fn report(@builtin(local_invocation_index) lane: u32) {
  var found = NONE;
  // As many parts as `parts` had workgroups, at most one for each invocation.
  if (lane < min(WORKGROUP, (params.count + PART - 1u) / PART)) {
    found = lowest[lane];
  }
  put(lane, group_least(lane, found));
}
