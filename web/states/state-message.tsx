import type { ComponentChildren } from 'preact';

interface StateMessageProps {
  readonly kind: 'empty' | 'trouble';
  readonly title: string;
  readonly children: ComponentChildren;
}

const pictures = {
  empty: 'M4 7a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2zM10 9.5v5l4.5-2.5z',
  trouble: 'M12 4 2.8 19.5h18.4zM12 10v4.5M12 17v.2',
} as const;

/** Stands where something else would: why there is nothing, and what can be done. Told to a screen reader as well. */
export function StateMessage({ kind, title, children }: StateMessageProps) {
  return (
    <div class={`state-message state-${kind}`} role={kind === 'trouble' ? 'alert' : 'status'}>
      <svg viewBox="0 0 24 24" width="40" height="40" aria-hidden="true">
        <path d={pictures[kind]} />
      </svg>
      <h2>{title}</h2>
      {children}
    </div>
  );
}
