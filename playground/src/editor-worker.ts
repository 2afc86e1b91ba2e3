/** Runs in a worker: computations of the editor itself, such as the minimal edits that format a document. */
import "monaco-editor/editor/editor.worker";
