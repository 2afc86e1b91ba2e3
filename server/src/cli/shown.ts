import path from "node:path";

/** The path of a file as it is printed: relative to the current folder, as long as that is shorter to read. */
export function shown(file: string): string {
  const relative = path.relative(process.cwd(), path.resolve(file));
  return relative.startsWith("..") ? file : relative;
}

/** A path with `/`. */
export function slashed(file: string): string {
  return file.split(path.sep).join("/");
}
