// The largest float, which stands for infinity.
const UNLIMITED: f32 = 0x1.fffffep+127f;

// A result within the limits, if there are any; NaN stays, and infinity where nothing limits it.
fn limit(value: f32) -> f32 {
  if (params.limited == 0u) {
    return value;
  }
  let below = value < params.low && params.low > -UNLIMITED;
  let above = value > params.high && params.high < UNLIMITED;
  return select(select(value, params.high, above), params.low, below);
}
