/** The emblem of Duologue: two overlapping speech bubbles. */
export function Emblem() {
  return (
    <svg class="emblem" viewBox="0 0 32 32" aria-hidden="true">
      <path
        class="emblem-peer"
        d="M13 10.5C13 8 15 6 17.5 6h7C27 6 29 8 29 10.5v6c0 2.5-2 4.5-4.5 4.5H24v4.2c0 .7-.8 1-1.3.6L17.5 21C15 21 13 19 13 16.5z"
      />
      <path
        class="emblem-own"
        d="M3 7.5C3 5 5 3 7.5 3h9C19 3 21 5 21 7.5v7c0 2.5-2 4.5-4.5 4.5h-4.2l-4.9 4.6c-.5.5-1.4.1-1.4-.6V18.7C4.3 18 3 16.4 3 14.5z"
      />
    </svg>
  );
}
