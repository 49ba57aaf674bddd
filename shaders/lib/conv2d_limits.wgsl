// A result within the limits, if there are any; NaN stays.
fn limit(value: f32) -> f32 {
  if (params.limited == 0u) {
    return value;
  }
  return select(select(value, params.high, value > params.high), params.low, value < params.low);
}
