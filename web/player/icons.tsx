const shapes = {
  play: 'M8 5.5v13l11-6.5z',
  pause: 'M7 5h3.5v14H7zM13.5 5H17v14h-3.5z',
  replay: 'M12 5V2L7.5 6 12 10V7a5.5 5.5 0 1 1-5.5 5.5h-2A7.5 7.5 0 1 0 12 5z',
  sound:
    'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15 8.5a4.5 4.5 0 0 1 0 7v-1.9a2.6 2.6 0 0 0 0-3.2zM15 4.8a7.8 7.8 0 0 1 0 14.4v-1.9a6 6 0 0 0 0-10.6z',
  muted:
    'M4 9.5v5h3.5L12 18.5v-13L7.5 9.5zM15 9.9l1.1-1.1 2.1 2.1 2.1-2.1 1.1 1.1-2.1 2.1 2.1 2.1-1.1 1.1-2.1-2.1-2.1 2.1L15 14.1l2.1-2.1z',
  fullscreen: 'M5 10V5h5v2H7v3zm9-5h5v5h-2V7h-3zM5 14h2v3h3v2H5zm12 0h2v5h-5v-2h3z',
  leave: 'M8 5h2v5H5V8h3zm6 0h2v3h3v2h-5zM5 14h5v5H8v-3H5zm9 0h5v2h-3v3h-2z',
  link: 'M10.6 13.4a1 1 0 0 0 1.4 0l4.2-4.2a2.5 2.5 0 0 0-3.5-3.5l-1.3 1.2L10 5.5l1.3-1.2a4.5 4.5 0 0 1 6.4 6.4L13.4 15a3 3 0 0 1-4.2 0zm2.8-2.8a1 1 0 0 0-1.4 0l-4.2 4.2a2.5 2.5 0 0 0 3.5 3.5l1.3-1.2 1.4 1.4-1.3 1.2a4.5 4.5 0 0 1-6.4-6.4L10.6 9a3 3 0 0 1 4.2 0z',
  keys: 'M3 7a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2zm3 1v2h2V8zm4 0v2h2V8zm4 0v2h2V8zM6 12v2h2v-2zm4 0v2h2v-2zm4 0v2h4V8h-2v4zM8 15.5V17h8v-1.5z',
} as const;

export type IconName = keyof typeof shapes;

/** A picture on a button, whose label says what it does. */
export const Icon = ({ name, size = 24 }: { readonly name: IconName; readonly size?: number }) => (
  <svg class="icon" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true">
    <path d={shapes[name]} />
  </svg>
);
