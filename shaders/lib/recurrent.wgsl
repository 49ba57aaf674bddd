// Where the values of a row lie at a step of its recurrence. The kernel binds `lengths`.
//
// Direction d runs backwards where bit d of params.reversed is set; it begins at the row's last valid step.

fn row_length(row: u32) -> u32 {
  if (params.has_lengths == 0u) {
    return params.steps;
  }
  return min(lengths[row], params.steps);
}

// Index [b, t] of what `row` reads and writes at `step`. Steps past its length map to its padding, in order.
fn position_at(direction: u32, row: u32, step: u32) -> u32 {
  return position_within(direction, row, step, row_length(row));
}

// The same for a row whose length is at hand.
fn position_within(direction: u32, row: u32, step: u32, length: u32) -> u32 {
  let backwards = ((params.reversed >> direction) & 1u) == 1u && step < length;
  return row * params.steps + select(step, length - 1u - step, backwards);
}

// The indices of unit 0 of one position, or of a row's state.
fn gates_at(direction: u32, position: u32, gates_per_unit: u32) -> u32 {
  return (position * params.directions + direction) * gates_per_unit * params.hidden;
}

fn output_at(direction: u32, position: u32) -> u32 {
  return (position * params.directions + direction) * params.hidden;
}

fn saved_at(plane: u32, direction: u32, position: u32) -> u32 {
  return ((plane * params.directions + direction) * params.batch * params.steps + position) * params.hidden;
}

fn state_at(state: u32, direction: u32, row: u32) -> u32 {
  return ((state * params.directions + direction) * params.batch + row) * params.hidden;
}
