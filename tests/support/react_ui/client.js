import { createElement } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { App } from './app.js';

// Modals that are ever in the document.
globalThis.modals = 0;
const MODAL = '[data-testid=ai-config-modal]';
new MutationObserver((records) => {
  for (const { addedNodes } of records)
    for (const node of addedNodes)
      if (node.matches?.(MODAL) || node.querySelector?.(MODAL)) globalThis.modals++;
}).observe(document, { childList: true, subtree: true });

globalThis.recovered = [];
hydrateRoot(document, createElement(App), {
  onRecoverableError: (error) => globalThis.recovered.push(error.message),
});
