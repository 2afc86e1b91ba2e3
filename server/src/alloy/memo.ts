/**
 * Something that never changes and keeps what was made of it. It does so itself: what stands in a table for all of them
 * outlives the next young collection of V8, dead or not, and the whole tree with it. That is copied for nothing, and
 * taken for a kind of thing that lives long, which V8 then puts among the old at once.
 */
export interface Viewed {
  readonly views: Map<unknown, unknown>;
}

/**
 * A view that is made once of an alloy or a stage, however many ask for it. Neither ever changes, so the view stays true;
 * of stages that stay while their document is edited, it stays too.
 */
export function viewOf<Whole extends Viewed, View>(make: (whole: Whole) => View): (whole: Whole) => View {
  return (whole) => {
    const { views } = whole;
    if (!views.has(make)) views.set(make, make(whole));
    return views.get(make) as View;
  };
}
