import type { Alloy } from "./alloy.js";

/** A view that is made of an alloy once, however many ask for it. An alloy never changes, so neither does the view. */
export function viewOf<View>(make: (alloy: Alloy) => View): (alloy: Alloy) => View {
  const made = new WeakMap<Alloy, { readonly view: View }>();
  return (alloy) => {
    let known = made.get(alloy);
    if (!known) {
      known = { view: make(alloy) };
      made.set(alloy, known);
    }
    return known.view;
  };
}
