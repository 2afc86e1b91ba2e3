/**
 * Something that never changes and keeps what was made of it. It does so itself, since a table for all of them would
 * keep alive what nobody needs: V8 collects what is young without asking who else is dead, so whatever stands in an old
 * table stays, and with it the tree that it points to, until everything is collected.
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
