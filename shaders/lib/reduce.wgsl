// Sums over the invocations of a workgroup, in a fixed order.
// The importing shader declares `const WORKGROUP: u32`, a power of two, and uses it as its workgroup size.

var<workgroup> reduce_values: array<f32, WORKGROUP>;

// Every invocation must call this, and gets the sum over all.
fn workgroup_sum(lane: u32, value: f32) -> f32 {
  reduce_values[lane] = value;
  workgroupBarrier();
  for (var width = WORKGROUP / 2u; width > 0u; width /= 2u) {
    if (lane < width) {
      reduce_values[lane] += reduce_values[lane + width];
    }
    workgroupBarrier();
  }
  let total = reduce_values[0];
  // The next call may write before a slow invocation has read.
  workgroupBarrier();
  return total;
}
