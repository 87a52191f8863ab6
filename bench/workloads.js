// The workloads. Evaluated in a page before the patch, so that it knows the native functions.
(() => {
  // A socket cannot be made without a connection or an error, either of which costs a hundred times
  // what is to be measured: one that does nothing stands in for it.
  window.WebSocket = class {};
  const { fetch: nativeFetch, WebSocket: nativeWebSocket } = window;
  const { open: nativeOpen } = XMLHttpRequest.prototype;

  // Calls that do not come to the network; `kind` has the native functions, or the page's.
  const aborted = { signal: AbortSignal.abort() };
  const swallow = () => {};
  const calls = {
    fetch: ({ fetch }, url) => fetch(url, aborted).catch(swallow),
    xhr: ({ xhr }, url) => xhr.open('GET', url),
    websocket: ({ WebSocket }, url) => new WebSocket(url),
  };
  const kinds = () => [
    {
      fetch: nativeFetch,
      xhr: Object.assign(new XMLHttpRequest(), { open: nativeOpen }),
      WebSocket: nativeWebSocket,
    },
    { fetch: window.fetch, xhr: new XMLHttpRequest(), WebSocket: window.WebSocket },
  ];
  const URLS = {
    'own path': { fetch: '/api/v1/x?limit=20', xhr: '/api/v1/x?limit=20' },
    'own URL': {
      fetch: 'https://openhands.example.com/api/v1/x?limit=20',
      xhr: 'https://openhands.example.com/api/v1/x?limit=20',
      websocket: 'wss://openhands.example.com/sockets/x',
    },
    "another site's": {
      fetch: 'https://api.example.org/v1/x',
      xhr: 'https://api.example.org/v1/x',
      websocket: 'wss://api.example.org/v1/x',
    },
    rewritten: {
      fetch: 'http://localhost:54928/api/x',
      xhr: 'http://localhost:54928/api/x',
      websocket: 'ws://localhost:54928/sockets/x',
    },
  };

  const frame = () => new Promise(requestAnimationFrame);
  const task = () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => (port1.close(), resolve());
      port2.postMessage(0);
    });

  const WORDS = 'the agent has written a small server that answers with the list of tasks in'.split(
    ' ',
  );
  const prose = (count, from) =>
    Array.from({ length: count }, (_, index) => WORDS[(from + index) % WORDS.length]).join(' ');

  // A message as react-markdown renders one: paragraphs, a list, code, now and then a URL.
  function message(number) {
    const element = document.createElement('article');
    const paragraph = element.appendChild(document.createElement('p'));
    paragraph.append(prose(25, number));
    if (number % 10 === 0) {
      const link = paragraph.appendChild(document.createElement('a'));
      link.href = `http://localhost:${5000 + (number % 50)}/`;
      link.append(link.href);
    }
    const list = element.appendChild(document.createElement('ul'));
    for (let item = 0; item < 3; item++)
      list.appendChild(document.createElement('li')).append(prose(6, number + item));
    const code = element.appendChild(document.createElement('pre'));
    code.appendChild(document.createElement('code')).append('curl http://localhost:5000/tasks');
    return element;
  }

  const TOKENS = Array.from({ length: 20000 }, (_, index) =>
    index % 200 === 199
      ? ` http://localhost:${5000 + (index % 90)}/x`
      : ` ${WORDS[index % WORDS.length]}`,
  );

  function* growing() {
    const message = document.body.appendChild(document.createElement('article'));
    let node;
    let text;
    for (const [index, token] of TOKENS.entries()) {
      if (index % 100 === 0)
        node = message
          .appendChild(document.createElement('p'))
          .appendChild(document.createTextNode(''));
      text = index % 100 === 0 ? token : text + token;
      node.nodeValue = text;
      yield { node, token };
    }
  }

  const longTasks = [];
  new PerformanceObserver((list) =>
    longTasks.push(...list.getEntries().map((one) => one.duration)),
  ).observe({ type: 'longtask' });

  globalThis.bench = {
    // Nanoseconds a call, native and patched by turns: [[native, patched], …].
    async call(api, url, rounds, count) {
      const time = async (kind) => {
        const start = performance.now();
        for (let index = 0; index < count; index++) calls[api](kind, URLS[url][api]);
        const spent = performance.now() - start;
        await task();
        return (spent * 1e6) / count;
      };
      const [native, patched] = kinds();
      const pairs = [];
      for (let round = 0; round < rounds; round++) {
        if (round % 2) pairs.push([await time(native), await time(patched)]);
        else pairs.push([await time(patched), await time(native)].reverse());
      }
      return pairs;
    },

    // A chat of many messages, a batch a frame.
    async chat(count = 6000, batch = 100) {
      const chat = document.body.appendChild(document.createElement('div'));
      for (let number = 0; number < count; number += batch) {
        chat.append(...Array.from({ length: batch }, (_, index) => message(number + index)));
        await frame();
      }
      await frame();
      await frame();
    },

    // One message that grows a token a task, as React writes it: the text of the last paragraph anew.
    async stream() {
      const steps = growing();
      while (!steps.next().done) await task();
      await frame();
      await frame();
    },

    // The most frames that went by between a URL's last token and its being shown.
    async framesToShow() {
      let most = 0;
      for (const { node, token } of growing()) {
        let frames = 0;
        if (token.includes('localhost'))
          for (; node.data.includes('localhost'); frames++) await frame();
        most = Math.max(most, frames);
      }
      return most;
    },

    longTasks: () => longTasks.splice(0),
    leftOver: () =>
      document
        .querySelectorAll('p')
        .values()
        .some((p) => /localhost/.test(p.innerText)),
  };
})();
