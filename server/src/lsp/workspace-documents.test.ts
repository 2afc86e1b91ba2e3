/** A workspace as its client sees it: which files are walked, read and told about, and how often. */
import assert from "node:assert/strict";
import { PassThrough } from "node:stream";
import {
  createConnection,
  createProtocolConnection,
  FileChangeType,
  ProposedFeatures,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type WorkspaceDiagnosticReport,
  type WorkspaceSymbol,
} from "vscode-languageserver/node";
import { bundled } from "../schema/bundled.js";
import { NO_FILES } from "../testing/files.js";
import { serve } from "./server.js";

const FOLDER = "file:///work";
const MAX_DOCUMENTS = 200_000;
const uriOf = (name: number | string) => `${FOLDER}/${name}.alloy.json`;
const WRONG = '{"name": 5}';

const MANY_PROBLEMS = `{"stages": [${Array(100).fill('{"type": "trian"}').join(", ")}]}`;

suite("the documents of a workspace", () => {
  let client: ProtocolConnection;
  /** Their texts; undefined for one that cannot be read. */
  let files: Map<string, string | undefined>;
  let walks: number;
  let reads: number;
  let log: string[];
  let stop: () => void;

  setup(async () => {
    files = new Map();
    walks = 0;
    reads = 0;
    log = [];
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    const connection = createConnection(
      ProposedFeatures.all,
      new StreamMessageReader(toServer),
      new StreamMessageWriter(toClient),
    );
    serve(connection, {
      registry: bundled,
      version: "0",
      files: {
        ...NO_FILES,
        async read(uri) {
          const text = files.get(uri);
          if (text !== undefined) reads++;
          return text === undefined ? undefined : { text };
        },
        async *find() {
          walks++;
          yield* files.keys();
        },
      },
      rulePages: undefined,
      vocabularies: undefined,
    });
    client = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
    client.onNotification("window/logMessage", ({ message }) => {
      log.push(message);
    });
    client.listen();
    stop = () => {
      client.dispose();
      connection.dispose();
    };
    await client.sendRequest("initialize", {
      processId: null,
      rootUri: null,
      capabilities: { textDocument: { diagnostic: {} } },
      workspaceFolders: [{ uri: FOLDER, name: "work" }],
    });
    await client.sendNotification("initialized", {});
  });

  teardown(() => stop());

  /** What a client knows, by URI: result ids. */
  type Known = Map<string, string>;

  /** Asks for what is new, and takes it in. Answers how many problems each document has that was told about. */
  async function pull(known: Known): Promise<Map<string, number>> {
    const { items } = await client.sendRequest<WorkspaceDiagnosticReport>("workspace/diagnostic", {
      previousResultIds: [...known].map(([uri, value]) => ({ uri, value })),
    });
    return new Map(
      items.map((item) => {
        assert.ok(item.kind === "full" && item.resultId !== undefined);
        known.set(item.uri, item.resultId);
        return [item.uri, item.items.length];
      }),
    );
  }

  /** Of alloys with this name. */
  const urisOf = async (query: string) =>
    (await client.sendRequest<WorkspaceSymbol[]>("workspace/symbol", { query })).map(
      ({ location }) => location.uri,
    );

  const changed = (...changes: (readonly [uri: string, type: FileChangeType])[]) =>
    client.sendNotification("workspace/didChangeWatchedFiles", {
      changes: changes.map(([uri, type]) => ({ uri, type })),
    });

  test("are looked at up to a limit, of which the log tells once", async function () {
    this.timeout(120_000);
    const [first, last, behind] = [0, MAX_DOCUMENTS - 1, MAX_DOCUMENTS].map(uriOf) as [
      string,
      string,
      string,
    ];
    for (let i = 0; i < MAX_DOCUMENTS; i++) files.set(uriOf(i), undefined);
    for (const uri of [first, last, behind]) files.set(uri, '{"name": "some name", "version": 5}');
    const known: Known = new Map();
    assert.deepEqual([...(await pull(known)).keys()], [first, last]);
    assert.deepEqual(await urisOf("some name"), [first, last]);
    const told = () => log.filter((text) => text.startsWith("The workspace"));
    assert.deepEqual(told(), [
      "The workspace has more than 200000 alloys. The remaining ones are checked, and their symbols found, only while they are open.",
    ]);
    // A deleted alloy makes room for another one.
    files.delete(first);
    await changed([first, FileChangeType.Deleted]);
    assert.deepEqual([...(await pull(known)).keys()], [behind, first]);
    assert.deepEqual(await urisOf("some name"), [last, behind]);
    assert.equal(told().length, 1);
  });

  test("are walked once, and read once, however many answers their problems take", async () => {
    for (let i = 0; i < 25; i++) files.set(uriOf(i), MANY_PROBLEMS);
    const known: Known = new Map();
    let answers = 0;
    for (; known.size < files.size; answers++)
      for (const [uri, problems] of await pull(known)) assert.ok(problems >= 100, uri);
    assert.equal(answers, 3);
    assert.equal(walks, 1);
    // Some are read ahead of the end of an answer.
    assert.ok(reads < 25 + 3 * 5, `${reads} were read`);
    await urisOf("some name");
    assert.equal(walks, 1);
  });

  test("that come, change and go between answers are told about as they are", async () => {
    for (let i = 0; i < 25; i++) files.set(uriOf(i), MANY_PROBLEMS);
    const known: Known = new Map();
    const first = await pull(known);
    assert.ok(first.has(uriOf(3)) && first.has(uriOf(5)) && !first.has(uriOf(20)));
    for (const name of [3, 20]) files.delete(uriOf(name));
    for (const name of [5, "new"]) files.set(uriOf(name), WRONG);
    await changed(
      [uriOf(3), FileChangeType.Deleted],
      [uriOf(5), FileChangeType.Changed],
      [uriOf(20), FileChangeType.Deleted],
      [uriOf("new"), FileChangeType.Created],
    );
    const later = new Map<string, number>();
    while (!later.has(uriOf(3))) for (const [uri, problems] of await pull(known)) later.set(uri, problems);
    assert.equal(later.get(uriOf(3)), 0);
    const few = later.get(uriOf(5));
    assert.ok(few !== undefined && few > 0 && few < 100);
    assert.equal(later.get(uriOf("new")), few);
    // Of the others, those that had not been told about before.
    const others = [...files.keys()].filter((uri) => uri !== uriOf(5) && !first.has(uri));
    assert.deepEqual([...later.keys()].sort(), [uriOf(3), uriOf(5), ...others].sort());

    // Nothing is left to tell until something happens; what went without a word is noticed then.
    const next = pull(known);
    files.delete(uriOf(7));
    files.set(uriOf(8), "{}");
    await changed([uriOf(8), FileChangeType.Changed]);
    assert.deepEqual([...(await next).keys()].sort(), [uriOf(7), uriOf(8)]);
  });

  test("that have no problems any more are told about once", async () => {
    files.set(uriOf(0), WRONG);
    files.set(uriOf(1), WRONG);
    const known: Known = new Map();
    await pull(known);
    files.set(
      uriOf(0),
      '{"name": "a", "version": "1.0.0", "source": {"baseModel": "a/b", "architecture": "qwen2"}, "stages": [{"type": "eval", "benchmarks": [{"name": "humaneval"}]}]}',
    );
    await changed([uriOf(0), FileChangeType.Changed]);
    assert.deepEqual(await pull(known), new Map([[uriOf(0), 0]]));
    const next = pull(known);
    await changed([uriOf(0), FileChangeType.Changed]);
    files.set(uriOf(1), "{");
    await changed([uriOf(1), FileChangeType.Changed]);
    assert.deepEqual([...(await next).keys()], [uriOf(1)]);
  });
});
