// Sums of many terms that keep the digits of a few (W. Kahan, "Further remarks on reducing truncation errors", 1965).

// `sum` is the sum so far, and what it has too much.
fn add_term(sum: vec2f, term: f32) -> vec2f {
  let exact = term - sum.y;
  let total = sum.x + exact;
  return vec2f(total, (total - sum.x) - exact);
}
