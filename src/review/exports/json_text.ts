/** JSON in pieces: one text of all may be longer than a string can be. */

/** The elements of a list, a line each, with their brackets. */
export async function* jsonList(
  values: Iterable<unknown> | AsyncIterable<unknown>,
  indent = "",
): AsyncGenerator<string> {
  let first = true;
  yield "[";
  for await (const value of values) {
    yield `${first ? "" : ","}\n${indent}  ${JSON.stringify(value)}`;
    first = false;
  }
  yield first ? "]" : `\n${indent}]`;
}

/** An object whose values are lists or of any other type, in this order. */
export async function* jsonObject(
  fields: Readonly<Record<string, Iterable<unknown> | AsyncIterable<unknown> | string | number>>,
): AsyncGenerator<string> {
  let first = true;
  for (const [key, value] of Object.entries(fields)) {
    yield `${first ? "{" : ","}\n  ${JSON.stringify(key)}: `;
    first = false;
    if (typeof value === "object") yield* jsonList(value, "  ");
    else yield JSON.stringify(value);
  }
  yield "\n}\n";
}
