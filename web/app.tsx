import type { ComponentChildren } from 'preact';
import { useEffect, useErrorBoundary, useRef } from 'preact/hooks';
import { consoleAddress } from './api/told.ts';
import { ListView } from './list/list-view.tsx';
import { ConsoleLink } from './navigation/console-link.tsx';
import { addressOf, type Route } from './navigation/route.ts';
import { RouteLink } from './navigation/route-link.tsx';
import { useRoute } from './navigation/use-route.ts';
import { RunView } from './runs/run-view.tsx';
import { hasRuns } from './runs/runs-api.ts';
import { RunsView } from './runs/runs-view.tsx';
import { StateMessage } from './states/state-message.tsx';
import { WatchView } from './watch/watch-view.tsx';

/** Header and the view that the address names. A further view gets a link in the header's navigation and a case here. */
export function App() {
  const route = useRoute();
  return (
    <>
      <a class="skip-link" href="#content">
        Skip to content
      </a>
      <header class="site-header">
        <RouteLink to={{ view: 'list', filter: {} }} class="brand">
          <Logo />
          Recordings
        </RouteLink>
        {!hasRuns() && consoleAddress() !== '' && (
          <nav class="site-navigation" aria-label="Elsewhere">
            <ConsoleLink>AWS console</ConsoleLink>
          </nav>
        )}
        {hasRuns() && (
          <nav class="site-navigation" aria-label="Views">
            <RouteLink
              to={{ view: 'runs' }}
              {...((route.view === 'runs' || route.view === 'run') && { 'aria-current': 'page' })}
            >
              What happened
            </RouteLink>
          </nav>
        )}
      </header>
      <main id="content" tabIndex={-1}>
        <FocusedView route={route} />
      </main>
    </>
  );
}

/** After a change of view the heading has the focus, so that a screen reader reads on from there. */
function FocusedView({ route }: { readonly route: Route }) {
  const place = useRef<HTMLDivElement>(null);
  const shown = useRef(viewKey(route));
  const key = viewKey(route);
  useEffect(() => {
    if (shown.current === key) return;
    const isAnotherView = shown.current.split(' ')[0] !== key.split(' ')[0] || !key.startsWith('list');
    shown.current = key;
    // A filter keeps the focus: somebody is choosing there.
    if (!isAnotherView) return;
    scrollTo({ top: 0 });
    place.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }, [key]);
  return (
    <div ref={place} key={route.view === 'list' ? 'list' : key}>
      <Guard place={key}>
        <View route={route} />
      </Guard>
    </div>
  );
}

/** A view that fails says so, instead of leaving an empty page; another place is another try. */
function Guard({ place, children }: { readonly place: string; readonly children: ComponentChildren }) {
  const [fault, recover] = useErrorBoundary();
  // The way to recover is another function each time, and no reason to.
  useEffect(() => recover(), [place]);
  if (fault === undefined) return <>{children}</>;
  return (
    <StateMessage kind="trouble" title="This view has failed">
      <p>{fault instanceof Error ? fault.message : String(fault)}</p>
      <button type="button" class="button" onClick={() => location.reload()}>
        Reload the page
      </button>
    </StateMessage>
  );
}

function View({ route }: { readonly route: Route }) {
  if (route.view === 'watch') return <WatchView route={route} />;
  if (route.view === 'runs') return <RunsView />;
  if (route.view === 'run') return <RunView executionArn={route.executionArn} />;
  return <ListView filter={route.filter} />;
}

/** What makes another view: a moment of the same recording does not. */
const viewKey = (route: Route): string =>
  route.view === 'watch' ? `watch ${route.recordingId}` : `${route.view} ${addressOf(route)}`;

const Logo = () => (
  <svg class="logo" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
    <rect width="32" height="32" rx="8" />
    <path d="M12.5 9.6v12.8a1 1 0 0 0 1.5.9l10.6-6.4a1 1 0 0 0 0-1.8L14 8.7a1 1 0 0 0-1.5.9z" />
    <circle cx="7.4" cy="16" r="2.4" />
  </svg>
);
