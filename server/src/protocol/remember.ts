/** So many answers are kept. A session may see more folders than that; then they are asked about again. */
const MAX_REMEMBERED = 256;

/**
 * What is known under the key, or else made and kept, so that who asks meanwhile waits for the same. What could not be
 * made is tried again when it is asked for again.
 */
export function remember<Value>(
  cache: Map<string, Promise<Value>>,
  key: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const known = cache.get(key);
  if (known) return known;
  if (cache.size >= MAX_REMEMBERED) cache.clear();
  const made = make();
  cache.set(key, made);
  made.catch(() => {
    if (cache.get(key) === made) cache.delete(key);
  });
  return made;
}
