// The workloads. Evaluated in a page before the patch, so that it knows the native functions.
(() => {
  // A request or a socket cannot be made without a connection or an error, either of which costs a
  // hundred times what is to be measured: ones that do nothing stand in for them.
  window.WebSocket = class {};
  window.fetch = () => {};
  const { fetch: nativeFetch, WebSocket: nativeWebSocket } = window;
  const { open: nativeOpen } = XMLHttpRequest.prototype;

  // Calls that do not come to the network; `kind` has the native functions, or the page's.
  const calls = {
    fetch: ({ fetch }, url) => fetch(url),
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

  let sandboxUrl = (port, path) => `http://localhost:${port}/${path}`;

  function addLink(paragraph, number) {
    const link = paragraph.appendChild(document.createElement('a'));
    link.href = sandboxUrl(5000 + (number % 50), '');
    link.append(link.href);
  }

  function addCode(element) {
    const code = element.appendChild(document.createElement('pre'));
    code.appendChild(document.createElement('code')).append('curl http://localhost:5000/tasks');
  }

  // A message as react-markdown renders one: paragraphs, a list, code, now and then a URL.
  function message(number) {
    const element = document.createElement('article');
    const paragraph = element.appendChild(document.createElement('p'));
    paragraph.append(prose(25, number));
    if (number % 10 === 0) addLink(paragraph, number);
    const list = element.appendChild(document.createElement('ul'));
    for (let item = 0; item < 3; item++)
      list.appendChild(document.createElement('li')).append(prose(6, number + item));
    addCode(element);
    return element;
  }

  // A message of 400 characters, some with a link or with code.
  function longMessage(number) {
    const element = document.createElement('article');
    const paragraph = element.appendChild(document.createElement('p'));
    paragraph.append(prose(80, number));
    if (number % 10 === 0) addLink(paragraph, number);
    if (number % 3 === 0) addCode(element);
    return element;
  }

  const token = (index, word) =>
    index % 200 === 199 ? ` ${sandboxUrl(5000 + (index % 90), 'x')}` : ` ${word}`;

  const wordAt = (index) => WORDS[index % WORDS.length];
  const tokensOf = (word) => Array.from({ length: 20000 }, (_, index) => token(index, word(index)));
  let tokens;
  let shortTokens;
  function makeTokens() {
    tokens = tokensOf(wordAt);
    // Most have 4 characters.
    shortTokens = tokensOf((index) => wordAt(index).padEnd(3, 's').slice(0, 3));
  }
  makeTokens();

  function* growing() {
    const message = document.body.appendChild(document.createElement('article'));
    let node;
    let text;
    for (const [index, token] of tokens.entries()) {
      if (index % 100 === 0)
        node = message
          .appendChild(document.createElement('p'))
          .appendChild(document.createTextNode(''));
      text = index % 100 === 0 ? token : text + token;
      node.nodeValue = text;
      yield { node, token };
    }
  }

  // Left alone, since React hydrates it.
  const served = new Set(document.querySelectorAll('p'));

  const longTasks = [];
  new PerformanceObserver((list) =>
    longTasks.push(...list.getEntries().map((one) => one.duration)),
  ).observe({ type: 'longtask' });

  globalThis.bench = {
    // From now on, the page itself writes the URLs that the patch would show.
    writeRewrittenUrls() {
      const conversation = location.pathname.split('/').pop();
      sandboxUrl = (port, path) =>
        `https://${port}-${conversation}.runtime.${location.host}/${path}`;
      makeTokens();
    },

    // Nanoseconds a call: [[native, patched], …]. A round is many short turns, so that both meet the
    // same weather, and the errors of a clock that tells 0.1 ms even out.
    async call(api, url, rounds, turns, count) {
      const spend = async (kind) => {
        const start = performance.now();
        for (let index = 0; index < count; index++) calls[api](kind, URLS[url][api]);
        const spent = performance.now() - start;
        await task();
        return spent;
      };
      const order = kinds().entries().toArray();
      const pairs = [];
      for (let round = 0; round < rounds; round++) {
        const spent = [0, 0];
        for (let turn = 0; turn < turns; turn++)
          for (const [index, kind] of order.reverse()) spent[index] += await spend(kind);
        pairs.push(spent.map((one) => (one * 1e6) / (turns * count)));
      }
      return pairs;
    },

    // A chat of many messages, a batch a frame: so small that a page alone has no long task.
    async chat(count = 6000, batch = 50) {
      const chat = document.body.appendChild(document.createElement('div'));
      for (let number = 0; number < count; number += batch) {
        chat.append(...Array.from({ length: batch }, (_, index) => message(number + index)));
        await frame();
      }
      await frame();
      await frame();
    },

    // The same as fast as the page takes it, as when a conversation is replayed.
    async unpacedChat(count = 6000, batch = 20) {
      const chat = document.body.appendChild(document.createElement('div'));
      for (let number = 0; number < count; number += batch) {
        for (let index = 0; index < batch; index++) chat.append(longMessage(number + index));
        await task();
      }
      await frame();
      await frame();
    },

    // A conversation that is replayed into a list of React, some events a task.
    async replay(count = 6000, batch = 20) {
      for (let number = 0; number < count; number += batch) {
        for (let index = number; index < number + batch; index++)
          globalThis.say(
            1 + index,
            `${prose(80, index)} ${index % 10 ? 'done' : sandboxUrl(5000 + (index % 50), '')}`,
          );
        await task();
      }
      await frame();
      await frame();
    },

    // One text that grows by a token a task.
    async append() {
      const node = document.createTextNode('');
      document.body.appendChild(document.createElement('p')).append(node);
      for (const token of shortTokens) {
        node.appendData(token);
        await task();
      }
      await frame();
      await frame();
    },

    // The same text, set anew for each token.
    async setText() {
      const paragraph = document.body.appendChild(document.createElement('p'));
      let text = '';
      for (const token of shortTokens) {
        text += token;
        paragraph.textContent = text;
        await task();
      }
      await frame();
      await frame();
    },

    // One message that grows a token a task: the text of its last paragraph is written anew.
    async stream() {
      const steps = growing();
      while (!steps.next().done) await task();
      await frame();
      await frame();
    },

    // The same by React (tests/support/react_ui), where `say` sets a message of its state.
    async streamByReact() {
      let text;
      for (const [index, token] of tokens.entries()) {
        text = index % 100 === 0 ? token : text + token;
        globalThis.say(1 + Math.floor(index / 100), text);
        await task();
      }
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
        .some((p) => !served.has(p) && /localhost/.test(p.innerText)),
  };
})();
