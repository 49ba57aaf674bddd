// Which position a row visits at which step. The importing shader declares `params` and `lengths`.

fn row_length(row: u32) -> u32 {
  if (params.has_lengths == 0u) {
    return params.steps;
  }
  return min(lengths[row], params.steps);
}

// Index [b, t] of what `row` reads and writes at `step` of its recurrence: a reversed direction begins at the
// row's last valid step. Steps past a row's length map to its padding, in order.
fn row_position(direction: u32, row: u32, step: u32) -> u32 {
  let length = row_length(row);
  let backwards = ((params.reversed >> direction) & 1u) == 1u && step < length;
  return row * params.steps + select(step, length - 1u - step, backwards);
}
