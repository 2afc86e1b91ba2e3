import assert from "node:assert/strict";
import { bundled } from "../schema/bundled.js";
import { alloyOf, hoverText } from "../testing/fixtures.js";
import { plainText } from "../text/markdown.js";
import { placeDocumentation, stageDocumentation } from "./documentation.js";

suite("documentation", () => {
  test("as plain text has no marks, and all of its code", () => {
    const texts = bundled.domains.map(({ file }) => JSON.stringify({ domains: [file.id] }));
    for (const { vocabulary } of [
      ...texts.map((text) => alloyOf(text)),
      alloyOf("{}", "configuration"),
      alloyOf("{}", "domain"),
    ]) {
      const stages = vocabulary.stageTypes.map((type) => stageDocumentation(type, vocabulary));
      const places = [vocabulary.root, ...vocabulary.stageTypes.map(({ name }) => vocabulary.stage(name))];
      const fields = places.flatMap((place) =>
        [...vocabulary.fields(place).values()].map((field) =>
          placeDocumentation(field.place, field.name, vocabulary, field),
        ),
      );
      assert.ok(fields.length > 0);
      for (const markdown of [...stages, ...fields]) {
        const plain = plainText(markdown);
        assert.ok(!/\*\*|`|(?<![\w"])_\w[^_\n]*\w_(?!\w)/.test(plain), plain);
        for (const [, code] of markdown.matchAll(/(?<!`)`([^`\n]+)`(?!`)/g))
          assert.ok(plain.includes(code as string), `${code} is not in ${plain}`);
      }
    }
  });

  test("names from the file are shown as they stand there", () => {
    for (const name of ["![x](https://example.org/i.png)", "a*b*c", "_x_", "`", "<b>", "&lt;"]) {
      const key = JSON.stringify(name);
      const text = hoverText(`{"acceptanceCriteria": {"benchmarks": {|${key}: {"min": 0.5}}}}`);
      const plain = plainText(text);
      assert.ok(plain.includes(`${name} — `), plain);
      assert.ok(plain.includes(`"${name}", min 0.5 (50%): `), plain);
      assert.ok(!/(?<!\\)!\[|\]\(/.test(text) || /\\\[|\\\]/.test(text), text);
    }
  });
});
