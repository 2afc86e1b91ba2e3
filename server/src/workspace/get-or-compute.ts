/** The number of entries that a cache may have. After that it starts anew: a session may see very many folders. */
const MAX_ENTRIES = 256;

/**
 * Returns the cached promise for a key, or computes one and caches it, so that concurrent callers share it. A rejected
 * promise is removed from the cache: the next call computes the value again.
 */
export function getOrCompute<Value>(
  cache: Map<string, Promise<Value>>,
  key: string,
  make: () => Promise<Value>,
): Promise<Value> {
  const known = cache.get(key);
  if (known) return known;
  if (cache.size >= MAX_ENTRIES) cache.clear();
  const made = make();
  cache.set(key, made);
  made.catch(() => {
    if (cache.get(key) === made) cache.delete(key);
  });
  return made;
}
