/** The sign of Duologue: two voices that overlap. */
export function Emblem() {
  return (
    <svg class="emblem" viewBox="0 0 32 32" aria-hidden="true">
      <path
        class="emblem-peer"
        d="M13 10.5C13 8 15 6 17.5 6h7C27 6 29 8 29 10.500v6c0 2.500-2 4.500-4.500 4.500H24v4.200c0 .7-.8 1-1.300.6L17.500 21C15 21 13 19 13 16.500z"
      />
      <path
        class="emblem-own"
        d="M3 7.500C3 5 5 3 7.500 3h9C19 3 21 5 21 7.500v7c0 2.500-2 4.500-4.500 4.500h-4.200l-4.900 4.600c-.5.5-1.400.1-1.400-.6V18.700C4.300 18 3 16.400 3 14.500z"
      />
    </svg>
  );
}
