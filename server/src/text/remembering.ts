/** The function, which is asked once for each name. Of the names in one text, most are the same. */
export function remembering<Value>(find: (name: string) => Value): (name: string) => Value {
  const found = new Map<string, Value>();
  return (name) => {
    const known = found.get(name);
    if (known !== undefined || found.has(name)) return known as Value;
    const value = find(name);
    found.set(name, value);
    return value;
  };
}
