// The settings as the older UI has them: a modal opens when the page learns that there are none.
// At `?settings=v0&by=xhr` they are asked for; with `&always` the modal opens whatever the answer.
import { createElement as h, Fragment, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';

const PATHS = { v0: '/api/settings', v1: '/api/v1/settings' };

const ASK = {
  fetch: async (path) => (await fetch(path)).status,
  xhr: (path) =>
    new Promise((resolve) => {
      const xhr = new XMLHttpRequest();
      xhr.open('GET', path, true);
      xhr.onloadend = () => resolve(xhr.status);
      xhr.send();
    }),
};

export function Settings() {
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const asked = new URLSearchParams(location.search);
    if (!asked.has('settings')) return;
    ASK[asked.get('by')](PATHS[asked.get('settings')]).then((status) => {
      if (status === 404 || asked.has('always')) setOpen(true);
      globalThis.settingsStatus = status;
    });
  }, []);
  return h(
    Fragment,
    null,
    h('button', { 'data-testid': 'settings-button', onClick: () => setOpen(true) }, 'Settings'),
    isOpen && createPortal(h(Modal, { close: () => setOpen(false) }), document.body),
  );
}

function Modal({ close }) {
  const backdrop = useRef(null);
  useEffect(() => lock(backdrop.current), []);
  return h(
    'div',
    { className: 'fixed inset-0', ref: backdrop, style: { position: 'fixed', inset: 0 } },
    h(
      'div',
      { 'data-testid': 'ai-config-modal', role: 'dialog' },
      h('input', { autoFocus: true, placeholder: 'API key' }),
      h('button', { onClick: close }, 'Close'),
    ),
  );
}

// As modal libraries do: the page behind cannot be scrolled, read out or reached by the keyboard.
function lock(backdrop) {
  const others = [...document.body.children].filter((one) => one !== backdrop);
  const set = (isLocked) => {
    document.body.style.overflow = isLocked ? 'hidden' : '';
    for (const one of others) {
      one.inert = isLocked;
      if (isLocked) one.setAttribute('aria-hidden', 'true');
      else one.removeAttribute('aria-hidden');
    }
  };
  set(true);
  backdrop.querySelector('input').focus();
  return () => set(false);
}
