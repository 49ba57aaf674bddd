// The maximum over the invocations of a workgroup. For its use see reduce.wgsl.

var<workgroup> reduce_max_values: array<f32, WORKGROUP>;

// Every invocation must call this, and gets the maximum over all.
fn workgroup_max(lane: u32, value: f32) -> f32 {
  reduce_max_values[lane] = value;
  workgroupBarrier();
  for (var width = WORKGROUP / 2u; width > 0u; width /= 2u) {
    if (lane < width) {
      reduce_max_values[lane] = max(reduce_max_values[lane], reduce_max_values[lane + width]);
    }
    workgroupBarrier();
  }
  let largest = reduce_max_values[0];
  // The next call may write before a slow invocation has read.
  workgroupBarrier();
  return largest;
}
