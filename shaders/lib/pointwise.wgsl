// One invocation per vec4 of a dense tensor of params.count elements.
// The importing shader declares `const WORKGROUP: u32` and uses it as its workgroup size.

struct Invocation {
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) lane: u32,
  @builtin(num_workgroups) grid: vec3u,
}

// Which vec4 this invocation has. Some past the end only fill the grid.
fn vector_index(at: Invocation) -> u32 {
  return (at.group.y * at.grid.x + at.group.x) * WORKGROUP + at.lane;
}

// How many of a vec4's elements exist: 4 or more but for the last, 0 past the end.
fn elements_left(vector: u32) -> u32 {
  return max(params.count, 4u * vector) - 4u * vector;
}
