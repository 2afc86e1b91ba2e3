import assert from "node:assert/strict";
import fc from "fast-check";
import { Automaton } from "../text/automaton.js";
import { compile, MAX_PATTERN_SIZE, matches, type PatternFault, patternFault } from "./pattern.js";

const REFUSED: Record<PatternFault, readonly string[]> = {
  invalid: ["[", "(", "a**", "\\", "\\-", "a{2,1}", "{", "(?:a", "(?", "\\p{No_Such}", "\\2(a)", "(?<a"],
  long: ["a".repeat(201)],
  large: [
    "a{1001}",
    "a{99999999999999999999}",
    `a{0,${"9".repeat(150)}}b{5000}`,
    "(a{99}){99}",
    "((a{50}){50}){50}",
    "(){5000}",
  ],
  lookahead: ["(?=a)b", "(?!a)b", "a(b|(?=c))", "x*(?:(?!y).)*"],
  lookbehind: ["(?<=a)b", "(?<!a)b"],
  backreference: ["(a)\\1", "(?<n>a)\\k<n>", "\\1(a)"],
  modifier: ["(?i:a)", "(?-i:a)", "(?i-m:a)b"],
};

const ACCEPTED = [
  "^[A-Z]{2}-[0-9]+$",
  "^(a+)+$",
  "(a|a)*b",
  "a*b*c*d*",
  "^(a?){99}b$",
  "(?<year>\\d{4})-(?<month>\\d\\d)",
  "a{5,}?",
  "(a{0})*",
  `(a{${"9".repeat(150)}}){0}`,
  "\\bfoo\\B.",
  "\\p{Lu}\\P{L}",
  "[\\]\\\\^-]",
  "\\u{1F4A1}\\u0041\\x41\\cA\\0\\n",
  "\\(?=",
  "[(?=)]",
  "",
];

suite("patterns of domain files", () => {
  for (const [fault, patterns] of Object.entries(REFUSED)) {
    test(`refused: ${fault}`, () => {
      for (const pattern of patterns) {
        assert.equal(patternFault(pattern), fault, pattern);
        assert.ok(matches(pattern, "anything"), pattern);
      }
    });
  }

  test("accepted, and what can be written in many ways is the same", () => {
    for (const pattern of ACCEPTED) assert.equal(patternFault(pattern), undefined, pattern);
  });

  test("a verdict is that of a regular expression with the flag u", () => {
    const atom = fc.constantFrom(
      ...["a", "b", "-", ".", "💡", "\\d", "\\W", "\\s", "\\b", "\\B", "^", "$", "[ab]", "[^a]", "[a-c\\d]"],
      ...["\\p{L}", "\\P{Lu}", "\\u{1F4A1}", "\\uD83D\\uDCA1", "\\x61", "\\.", "[]", "[^]", "\\-".slice(1)],
    );
    const quantifier = fc.constantFrom(
      "",
      "",
      "",
      "*",
      "+",
      "?",
      "{2}",
      "{1,3}",
      "{0}",
      "{2,}",
      "*?",
      "+?",
      "{1,2}?",
    );
    const { pattern } = fc.letrec<{ pattern: string; sequence: string; item: string }>((tie) => ({
      pattern: fc.array(tie("sequence"), { minLength: 1, maxLength: 3 }).map((choices) => choices.join("|")),
      sequence: fc.array(tie("item"), { maxLength: 4 }).map((items) => items.join("")),
      item: fc
        .tuple(
          fc.oneof(
            { maxDepth: 3, depthIdentifier: "pattern" },
            atom,
            fc.tuple(fc.constantFrom("(", "(?:"), tie("pattern")).map(([open, inner]) => `${open}${inner})`),
          ),
          quantifier,
        )
        .map(([one, times]) => (/^(\\[bB]|[\^$])$/.test(one) ? one : one + times)),
    }));
    const text = fc
      .array(fc.constantFrom("a", "b", "c", "A", "1", "-", " ", ".", "\n", "é", "💡", "\uD83D", "_"), {
        maxLength: 10,
      })
      .map((characters) => characters.join(""));
    let matching = 0;
    let runs = 0;
    fc.assert(
      fc.property(pattern, fc.array(text, { minLength: 5, maxLength: 5 }), (source, texts) => {
        fc.pre(patternFault(source) !== "long" && patternFault(source) !== "large");
        const expression = new RegExp(source, "u");
        assert.equal(patternFault(source), undefined, source);
        for (const one of texts) {
          const expected = expression.test(one);
          assert.equal(matches(source, one), expected, `${source} on ${JSON.stringify(one)}`);
          runs++;
          if (expected) matching++;
        }
      }),
      { seed: 11, numRuns: 1000 },
    );
    // Neither verdict is rare.
    assert.ok(matching > runs / 10 && matching < (9 * runs) / 10, `${matching} of ${runs}`);
  });

  test("whatever the pattern, a text takes at most so many steps as it has characters, times the pattern", () => {
    const evil = [
      "^(a?){99}b$",
      "a*a*b",
      "^(a+)+$",
      "(a|a)*b",
      "^(([a-z])+.)+[A-Z]([a-z])+$",
      "(x+x+)+y",
      "(a|b)*a(a|b){99}",
    ];
    for (const pattern of evil) {
      const automaton = compile(pattern);
      assert.ok(automaton instanceof Automaton, pattern);
      const steps = [1000, 2000, 4000].map((length) => {
        const before = automaton.steps;
        assert.equal(
          automaton.matches("a".repeat(length)),
          pattern === "^(a+)+$" || pattern.endsWith("{99}"),
        );
        return automaton.steps - before;
      });
      for (const [index, length] of [1000, 2000, 4000].entries())
        assert.ok((steps[index] as number) <= automaton.size * (length + 1), `${pattern}: ${steps}`);
      assert.ok((steps[2] as number) <= 2.1 * (steps[1] as number), `${pattern}: ${steps}`);
    }
  });

  test("an automaton is as large as its pattern with its repetitions written out", () => {
    for (const pattern of ["a{1000}", "^[a-z]{1,255}$", "(ab?){99}", "a|b|c"]) {
      const automaton = compile(pattern);
      assert.ok(automaton instanceof Automaton && automaton.size <= MAX_PATTERN_SIZE + 2, pattern);
    }
  });

  test("any text as a pattern: a verdict, and no throw", () => {
    const pieces = fc.constantFrom(
      ...[
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "?",
        "*",
        "+",
        "|",
        "\\",
        "^",
        "$",
        "<",
        ">",
        "=",
        "!",
        ":",
        ",",
        "-",
      ],
      ...["1", "9", "a", "i", "k", "p", "u", "x", "💡", "\uD83D"],
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const source = parts.join("");
        const fault = patternFault(source);
        const isValid = isExpression(source);
        if (fault === undefined)
          assert.equal(matches(source, "a1-"), new RegExp(source, "u").test("a1-"), source);
        else assert.ok(isValid !== (fault === "invalid") || fault === "modifier", `${fault} ${source}`);
      }),
      { seed: 5, numRuns: 20_000 },
    );
  });
});

function isExpression(source: string): boolean {
  try {
    return new RegExp(source, "u") instanceof RegExp;
  } catch {
    return false;
  }
}
