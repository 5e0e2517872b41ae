const places = ['one', 'two', 'three', 'four', 'five', 'six'] as const;

/** The list before anything is known of it: nothing jumps when the recordings come. */
export const CardSkeletons = () => (
  <div class="day" role="status">
    <span class="visually-hidden">Loading the recordings</span>
    <div class="cards" aria-hidden="true">
      {places.map((place) => (
        <div class="card skeleton" key={place}>
          <div class="card-picture" />
          <div class="skeleton-line" />
          <div class="skeleton-line skeleton-short" />
        </div>
      ))}
    </div>
  </div>
);
