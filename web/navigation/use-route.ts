import { useEffect, useState } from 'preact/hooks';
import { addressOf, parseRoute, type Route } from './route.ts';

/** Fired on `window` when this page changes its own address: the browser tells only of its back and forward. */
const navigated = 'page:navigated';

/**
 * Goes to another view. `isReplaced`: the step is not worth a place in the history. `isSilent`: the view is there already,
 * and only its address changes.
 */
export function navigate(route: Route, { isReplaced = false, isSilent = false } = {}): void {
  const address = addressOf(route);
  if (isReplaced) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  if (!isSilent) dispatchEvent(new Event(navigated));
}

/** The route that the address names, now and after every change of it. */
export function useRoute(): Route {
  const [route, setRoute] = useState(() => parseRoute(location));
  useEffect(() => {
    const read = () => setRoute(parseRoute(location));
    const names = ['popstate', 'hashchange', navigated];
    for (const name of names) addEventListener(name, read);
    return () => {
      for (const name of names) removeEventListener(name, read);
    };
  }, []);
  return route;
}
