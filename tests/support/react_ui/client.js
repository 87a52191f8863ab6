import { createElement } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { App } from './app.js';

globalThis.recovered = [];
hydrateRoot(document, createElement(App), {
  onRecoverableError: (error) => globalThis.recovered.push(error.message),
});
