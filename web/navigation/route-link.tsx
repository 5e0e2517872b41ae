import type { ComponentChildren, HTMLAttributes } from 'preact';
import { addressOf, type Route } from './route.ts';
import { navigate } from './use-route.ts';

interface RouteLinkProps extends Omit<HTMLAttributes<HTMLAnchorElement>, 'role' | 'onClick'> {
  readonly to: Route;
  readonly children: ComponentChildren;
}

/** A plain link, which can be copied and opened in another tab; a plain click changes the view without a reload. */
export function RouteLink({ to, children, ...attributes }: RouteLinkProps) {
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(to);
  };
  return (
    <a {...attributes} href={addressOf(to)} onClick={follow}>
      {children}
    </a>
  );
}
