// y = ((x[0] + x[1]) + (x[2] + x[3])) + ..., pair by pair; x: [shards, count]. One invocation per element of y.
//
// As a binary counter: the sum of 2^i shards waits in waiting[i] for that of the next 2^i.
#import pointwise

const WORKGROUP = 64u;
// Of up to 2^12 shards.
const LEVELS = 13u;

@compute @workgroup_size(WORKGROUP)
fn main(at: Invocation) {
  let i = vector_index(at);
  if (i >= params.count) {
    return;
  }
  var waiting = array<f32, LEVELS>();
  var total = 0.0;
  for (var shard = 0u; shard < params.shards; shard++) {
    total = x[shard * params.count + i];
    let level = countTrailingZeros(shard + 1u);
    for (var below = 0u; below < level; below++) {
      total = waiting[below] + total;
    }
    waiting[level] = total;
  }
  y[i] = total;
}
