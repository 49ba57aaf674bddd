// gru_forward, see there, where hidden is a multiple of 4, for GPUs: `resident` and `streamed` run a whole sequence in
// one dispatch, with W_hh in registers or read in each turn; `fused` runs one turn, after `begin`.
#import recurrent_resident
#import recurrent_streamed
#import recurrent_fused
#import gru_forward_cell
#floats vec4f

@compute @workgroup_size(64)
fn begin(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < quads()) {
    _ = start_row(row_of(id.z, id.y), id.x);
  }
}

@compute @workgroup_size(INVOCATIONS)
fn resident(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  resident_sequence(group, lane);
}

@compute @workgroup_size(INVOCATIONS)
fn streamed(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  streamed_sequence(group, lane);
}

@compute @workgroup_size(INVOCATIONS)
fn fused(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  fused_turn(group, lane);
}
