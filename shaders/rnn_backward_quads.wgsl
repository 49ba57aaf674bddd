// rnn_backward, see there, where hidden is a multiple of 4, for GPUs: `resident` and `streamed` run a whole sequence in
// one dispatch, with W_hh in registers or read in each turn; `fused` runs one turn.
#import recurrent_resident
#import recurrent_streamed
#import recurrent_fused
#import rnn_backward_cell
#floats vec4f

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
