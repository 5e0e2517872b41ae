/** The page: it asks the API of the distribution that it is served from, and plays what that names. */
import { render } from 'preact';
import { App } from './app.tsx';

const place = document.getElementById('page');
if (place !== null) render(<App />, place);
