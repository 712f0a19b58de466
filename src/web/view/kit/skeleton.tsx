/** Shapes in the place of what is being loaded. Screen readers learn it from `aria-busy`. */

const some = [0, 1, 2, 3, 4, 5];

/** Stands for rows of a list. */
export function SkeletonRows() {
  return (
    <div class="skeleton" aria-hidden="true">
      {some.map((row) => (
        <div key={row} class="skeleton-row">
          <div class="skeleton-lines" />
        </div>
      ))}
    </div>
  );
}

/** Stands for messages. */
export function SkeletonBubbles() {
  return (
    <div class="skeleton" aria-hidden="true">
      {some.map((bubble) => (
        <div key={bubble} class="skeleton-bubble" />
      ))}
    </div>
  );
}
