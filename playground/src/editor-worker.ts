/** Runs in a worker: what the editor itself computes there, such as the smallest edits that format a text. */
import "monaco-editor/editor/editor.worker";
