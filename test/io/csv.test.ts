import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ArgumentError } from "../../src/errors.js";
import { type CsvValue, writeCsv } from "../../src/io/csv.js";
import { temporaryFolder } from "./fixture.js";

/** A plain reader of RFC 4180, one character at a time. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let field = "";
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (quoted) {
      if (character !== '"') field += character;
      else if (text[i + 1] === '"') field += text[i++];
      else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === "," || character === "\n") {
      rows.at(-1)!.push(field);
      field = "";
      if (character === "\n") rows.push([]);
    } else field += character;
  }
  return rows.slice(0, -1);
}

describe("writeCsv", () => {
  it("quotes what needs it and nothing else", async () => {
    const path = join(temporaryFolder(), "table.csv");
    await writeCsv(
      path,
      ["file", "class", "probability"],
      [
        ["cat 1.png", 3, 0.25],
        ['a "b", c.png', -1, 1e-7],
        ["two\nlines\r", 0, Number.NaN],
        ["", 12, 1],
      ],
    );
    expect(readFileSync(path, "utf8")).toBe(
      "file,class,probability\n" +
        "cat 1.png,3,0.25\n" +
        '"a ""b"", c.png",-1,1e-7\n' +
        '"two\nlines\r",0,NaN\n' +
        ",12,1\n",
    );
  });

  it("is read back by Python's csv module", async () => {
    // import csv; print(list(csv.reader(open("table.csv", newline=""))))
    // gave [['a', 'b'], ['x,"y"\n', '1'], ['\r', '']] for these bytes:
    const path = join(temporaryFolder(), "table.csv");
    await writeCsv(
      path,
      ["a", "b"],
      [
        ['x,"y"\n', 1],
        ["\r", ""],
      ],
    );
    expect(readFileSync(path, "latin1")).toBe('a,b\n"x,""y""\n",1\n"\r",\n');
  });

  it("loses nothing, whatever the text", async () => {
    const path = join(temporaryFolder(), "table.csv");
    const text = fc.string({
      unit: fc.constantFrom("a", " ", '"', ",", "\n", "\r", "\u00e9", "\ud83d\ude00"),
    });
    const tables = fc
      .integer({ min: 1, max: 3 })
      .chain((width) => fc.array(fc.array(text, { minLength: width, maxLength: width }), { minLength: 1 }));
    await fc.assert(
      fc.asyncProperty(tables, async ([columns, ...rows]) => {
        await writeCsv(path, columns!, rows);
        expect(parseCsv(readFileSync(path, "utf8"))).toEqual([columns, ...rows]);
      }),
      { numRuns: 40 },
    );
  });

  it("streams a million rows", async () => {
    const folder = temporaryFolder();
    const path = join(folder, "table.csv");
    let onDisk = 0;
    function* rows(): Generator<CsvValue[]> {
      for (let i = 0; i < 1_000_000; i++) {
        if (i === 500_000) onDisk = statSync(join(folder, readdirSync(folder)[0]!)).size;
        yield [`images/${i}.png`, i % 10, 0.5];
      }
    }
    await writeCsv(path, ["file", "class", "probability"], rows());
    const text = readFileSync(path, "latin1");
    expect(text.endsWith("\nimages/999999.png,9,0.5\n")).toBe(true);
    expect(text.split("\n").length).toBe(1_000_002);
    // Half of the rows had reached the disk, but for one chunk, when the next was asked for.
    expect(onDisk).toBeGreaterThan(0.45 * text.length);
  });

  it("takes asynchronous rows", async () => {
    const path = join(temporaryFolder(), "table.csv");
    async function* rows() {
      yield [1];
      yield [2];
    }
    await writeCsv(path, ["n"], rows());
    expect(readFileSync(path, "utf8")).toBe("n\n1\n2\n");
  });

  it("refuses a row of another width and leaves no file", async () => {
    const folder = temporaryFolder();
    const write = writeCsv(join(folder, "table.csv"), ["a", "b"], [[1, 2], [3]]);
    await expect(write).rejects.toThrow(ArgumentError);
    await expect(write).rejects.toThrow("row 1 has 1 values, but there are 2 columns (a, b)");
    expect(readdirSync(folder)).toEqual([]);
  });
});
