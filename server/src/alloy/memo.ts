/**
 * A view that is made once of an alloy or a stage, however many ask for it. Neither ever changes, so the view stays true;
 * of stages that stay while their document is edited, it stays too.
 */
export function viewOf<Whole extends object, View>(make: (whole: Whole) => View): (whole: Whole) => View {
  const made = new WeakMap<Whole, { readonly view: View }>();
  return (whole) => {
    let known = made.get(whole);
    if (!known) {
      known = { view: make(whole) };
      made.set(whole, known);
    }
    return known.view;
  };
}
