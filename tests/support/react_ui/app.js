// A React page whose whole document is prerendered and hydrated, as both OpenHands UIs are.
import { createElement as h, useEffect, useState } from 'react';
import { Settings } from './settings.js';

const SERVED = 'served at http://localhost:5000/served';

export function App() {
  const [messages, setMessages] = useState([SERVED]);
  useEffect(() => {
    globalThis.say = (index, text) =>
      setMessages((old) => Object.assign([...old], { [index]: text }));
  }, []);
  return h(
    'html',
    { lang: 'en' },
    h(
      'head',
      null,
      h('meta', { charSet: 'utf-8' }),
      h('title', null, 'React'),
      h('script', { type: 'module', src: '/assets/client.js' }),
    ),
    h(
      'body',
      null,
      h(
        'main',
        null,
        messages.map((text, key) =>
          h(
            'p',
            { key },
            h('b', null, text),
            ' ',
            h('a', { href: text.split(' ').at(-1) }, 'link'),
          ),
        ),
      ),
      h('footer', null, h(Settings)),
      h('div', { id: 'box', contentEditable: true, suppressContentEditableWarning: true }),
    ),
  );
}
