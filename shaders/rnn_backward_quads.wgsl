// rnn_backward, see there, where hidden is a multiple of 4, for GPUs: `resident` and `streamed` run a whole sequence in
// one dispatch, with W_hh in registers or read in each turn; `fused` runs one turn.
#import recurrent_resident
#import recurrent_streamed
#import recurrent_fused
#import rnn_backward_cell

struct Params {
  batch: u32,
  steps: u32,
  hidden: u32,
  directions: u32,
  reversed: u32,
  has_lengths: u32,
  nonlinearity: u32,
  step: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> dy: array<vec4f>;
@group(0) @binding(2) var<storage, read> dfinal: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> gates: array<vec4f>;
@group(0) @binding(4) var<storage, read> weight_hh: array<vec4f>;
@group(0) @binding(5) var<storage, read> saved: array<vec4f>;
@group(0) @binding(6) var<storage, read> lengths: array<u32>;
@group(0) @binding(7) var<storage, read_write> dinitial: array<vec4f>;

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
