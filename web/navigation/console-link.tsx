import type { ComponentChildren } from 'preact';
import { consoleAddress } from '../api/told.ts';

/** Leads operators to the console, in another tab: who is no operator is asked to sign in there, and sees nothing. */
export const ConsoleLink = ({ children }: { readonly children: ComponentChildren }) => (
  <a href={consoleAddress()} target="_blank" rel="noopener noreferrer">
    {children}
    <span aria-hidden="true"> ↗</span>
    <span class="visually-hidden">, opens in another tab</span>
  </a>
);
