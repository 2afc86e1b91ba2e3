import assert from "node:assert/strict";
import { check } from "./index.js";

const PROFILE = {
  name: "acme.json",
  text: '{"id": "acme-forge", "title": "Acme", "architectures": {"acme3": {"stages": ["train"]}}}',
};
const ALLOY =
  '{"name": "a", "version": "1.0.0", "source": {"baseModel": "a/b", "architecture": "acme3"}, "stages": [{"type": "lora"}]}';

suite("executor profiles in the library", () => {
  const messages = (options: Parameters<typeof check>[1]) =>
    check(ALLOY, options)
      .filter(({ code }) => code.startsWith("executor/"))
      .map(({ message }) => message);

  test("profiles are handed in, and the configuration selects", () => {
    assert.match(messages({})[0] ?? "", /^Unknown architecture "acme3"/);
    assert.match(messages({ executors: [PROFILE] })[0] ?? "", /not implemented by acme-forge/);
    const configuration = '{"executor": "reference"}';
    assert.match(messages({ executors: [PROFILE], configuration })[0] ?? "", /^Unknown architecture "acme3"/);
  });

  test("a profile is checked, and a configuration that selects one", () => {
    const codes = (text: string, options: Parameters<typeof check>[1]) =>
      check(text, options).map(({ code }) => code);
    assert.deepEqual(codes(PROFILE.text.replace("train", "trian"), { kind: "executor" }), ["profile/stage"]);
    const configuration = '{"executor": "acme-forge"}';
    assert.deepEqual(codes(configuration, { kind: "configuration" }), ["configuration/unknown-executor"]);
    assert.deepEqual(codes(configuration, { kind: "configuration", executors: [PROFILE] }), []);
  });
});
