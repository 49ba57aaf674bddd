// One invocation per vec4 of a dense tensor, or per element.
// The importing shader declares `const WORKGROUP: u32` and uses it as its workgroup size.

struct Invocation {
  @builtin(workgroup_id) group: vec3u,
  @builtin(local_invocation_index) lane: u32,
  @builtin(num_workgroups) grid: vec3u,
}

// Which vec4 or element this invocation has. Some past the end only fill the grid.
fn vector_index(at: Invocation) -> u32 {
  return (at.group.y * at.grid.x + at.group.x) * WORKGROUP + at.lane;
}

// Stores a vec4 of a tensor of `count` elements without what lies past its end.
fn store_vector(to: ptr<storage, array<vec4f>, read_write>, count: u32, vector: u32, value: vec4f) {
  let left = max(count, 4u * vector) - 4u * vector;
  if (left >= 4u) {
    to[vector] = value;
    return;
  }
  if (left > 0u) {
    to[vector].x = value.x;
  }
  if (left > 1u) {
    to[vector].y = value.y;
  }
  if (left > 2u) {
    to[vector].z = value.z;
  }
}
