// How a test sends a URL out: by each via, through each form of its API. Each returns, or promises, a
// word for what came of it, once whatever leaves the browser has left it. `opened` and `navigating`
// leave the rest to tests/support/url_probe.py.
(() => {
  const quoted = (text) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

  // Resolves with the type of the first of these events.
  const first = (target, ...types) =>
    new Promise((resolve) => {
      for (const type of types) target.addEventListener(type, () => resolve(type), { once: true });
    });

  const frames = async (count) => {
    for (; count; count--) await new Promise(requestAnimationFrame);
  };

  // A new element in the document, with attributes.
  function add(name, attributes = {}, parent = document.body) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return parent.appendChild(element);
  }

  // An element made by HTML, in a new element of the document.
  function html(text, setter = (parent) => (parent.innerHTML = text)) {
    const parent = add('div');
    setter(parent);
    return parent.firstElementChild;
  }

  const opened = (element) => (URL.canParse(element.href ?? element.action) ? 'opened' : 'nothing');

  function click(element) {
    element.dispatchEvent(
      new MouseEvent('click', { bubbles: true, cancelable: true, composed: true }),
    );
    return opened(element);
  }

  const shadow = () => add('div').attachShadow({ mode: 'open' });

  const link = (url, parent) => add('a', { href: url, target: '_blank' }, parent);
  const form = (url, parent) =>
    add('form', { action: url, target: '_blank', method: 'post' }, parent);

  function submit(element) {
    element.requestSubmit();
    return opened(element);
  }

  const loaded = (element) => first(element, 'load', 'error', 'loadedmetadata');

  const asked = (url) => `/api/vscode/url?url=${encodeURIComponent(url)}`;

  globalThis.drivers = {
    fetch: {
      string: (url) =>
        fetch(url).then(
          () => 'answered',
          (error) => error.name,
        ),
      URL: (url) => fetch(new URL(url, location)).then(() => 'answered'),
      Request: (url) => fetch(new Request(url)).then(() => 'answered'),
      'Request of a URL': (url) =>
        fetch(new Request(new URL(url, location))).then(() => 'answered'),
      'Request of another realm': (url) => {
        const { Request } = add('iframe').contentWindow;
        return fetch(new Request(new URL(url, location))).then(() => 'answered');
      },
    },
    xhr: {
      string: (url) => {
        const xhr = new XMLHttpRequest();
        const ended = first(xhr, 'load', 'error');
        xhr.open('GET', url);
        xhr.send();
        return ended;
      },
      URL: (url) => globalThis.drivers.xhr.string(new URL(url, location)),
    },
    websocket: {
      string: (url) => first(new WebSocket(url), 'open', 'error'),
      URL: (url) => first(new WebSocket(new URL(url, location)), 'open', 'error'),
    },
    eventsource: {
      string: async (url) => {
        const source = new EventSource(url);
        const came = await first(source, 'open', 'error');
        source.close();
        return came;
      },
      URL: (url) => globalThis.drivers.eventsource.string(new URL(url, location)),
    },
    beacon: {
      string: (url) => (navigator.sendBeacon(url) ? 'queued' : 'refused'),
      URL: (url) => globalThis.drivers.beacon.string(new URL(url, location)),
    },
    open: {
      string: (url) => (window.open(url) ? 'opened' : 'blocked'),
      URL: (url) => (window.open(new URL(url, location)) ? 'opened' : 'blocked'),
      'with a name': (url) => (window.open(url, 'app', 'popup') ? 'opened' : 'blocked'),
    },
    navigate: {
      'location.href': (url) => {
        location.href = url;
        return 'navigating';
      },
      'location.assign': (url) => {
        location.assign(url);
        return 'navigating';
      },
      'location.replace': (url) => {
        location.replace(url);
        return 'navigating';
      },
      'navigation.navigate': (url) => {
        navigation.navigate(url).committed.catch(() => {});
        return 'navigating';
      },
      // How UIs come by a URL that they navigate to.
      'URL from a response': async (url) => {
        const answer = await (await fetch(asked(url))).json();
        location.href = answer.url;
        return 'navigating';
      },
      'URL of a link, in its click handler': (url) => {
        const element = link(url);
        element.addEventListener('click', (event) => {
          event.preventDefault();
          location.href = element.href;
        });
        element.click();
        return 'navigating';
      },
      'URL of a link in the document': async (url) => {
        const element = link(url);
        await frames(2);
        location.href = element.href;
        return 'navigating';
      },
    },
    link: {
      attribute: (url) => click(link(url)),
      property: (url) => click(Object.assign(link('/'), { href: url })),
      HTML: (url) => click(html(`<a target="_blank" href="${quoted(url)}">x</a>`)),
      'child of it clicked': (url) => {
        const element = link(url);
        click(add('b', {}, element));
        return opened(element);
      },
      'in a shadow tree': (url) => click(link(url, shadow())),
      'set by a handler': (url) => {
        const element = link('/');
        element.addEventListener('click', () => (element.href = url));
        return click(element);
      },
      'outside the document': (url) => {
        const element = link(url, document.createDocumentFragment());
        element.click();
        return opened(element);
      },
      'same tab': (url) => {
        add('a', { href: url }).click();
        return 'navigating';
      },
      area: (url) => click(add('area', { href: url, target: '_blank' }, add('map'))),
      'at rest': async (url) => {
        const element = link(url);
        await frames(2);
        return element.href;
      },
    },
    form: {
      attribute: (url) => submit(form(url)),
      property: (url) => submit(Object.assign(form('/'), { action: url })),
      HTML: (url) =>
        submit(html(`<form target="_blank" method="post" action="${quoted(url)}"></form>`)),
      'form.submit()': (url) => {
        const element = form(url);
        element.submit();
        return opened(element);
      },
      'button clicked': (url) => {
        const element = form(url);
        add('button', {}, element).click();
        return opened(element);
      },
      'formaction of a button': (url) => {
        add('button', { formaction: url }, form('/')).click();
        return 'opened';
      },
      'formaction of an input': (url) => {
        add('input', { type: 'submit', formaction: url }, form('/')).click();
        return 'opened';
      },
      'in a shadow tree': (url) => {
        const element = form(url, shadow());
        add('button', {}, element).click();
        return opened(element);
      },
      'fields named as properties': (url) => {
        const element = form(url);
        for (const name of ['contentWindow', 'parentNode', 'remove'])
          add('input', { name }, element);
        add('button', {}, element).click();
        return 'opened';
      },
      'field named action': (url) => {
        const element = form(url);
        add('input', { name: 'action' }, element);
        add('button', {}, element).click();
        return 'opened';
      },
    },
    frame: {
      attribute: (url) => loaded(add('iframe', { src: url })),
      'attribute in the document': (url) => {
        const element = add('iframe');
        const came = loaded(element);
        element.setAttribute('SRC', url);
        return came;
      },
      property: (url) =>
        loaded(
          document.body.appendChild(Object.assign(document.createElement('iframe'), { src: url })),
        ),
      innerHTML: (url) => loaded(html(`<iframe src="${quoted(url)}"></iframe>`)),
      outerHTML: (url) =>
        loaded(
          html('', (parent) => {
            add('i', {}, parent).outerHTML = `<iframe src="${quoted(url)}"></iframe>`;
          }),
        ),
      insertAdjacentHTML: (url) =>
        loaded(
          html('', (parent) =>
            parent.insertAdjacentHTML('afterbegin', `<iframe src="${quoted(url)}"></iframe>`),
          ),
        ),
      'innerHTML of a shadow tree': (url) => {
        const root = shadow();
        root.innerHTML = `<iframe src="${quoted(url)}"></iframe>`;
        return loaded(root.firstChild);
      },
      embed: (url) => loaded(add('embed', { src: url })),
      object: (url) => loaded(add('object', { data: url })),
      'object property': (url) =>
        loaded(
          document.body.appendChild(Object.assign(document.createElement('object'), { data: url })),
        ),
    },
    media: {
      'img attribute': (url) => loaded(add('img', { src: url })),
      'img property': (url) => loaded(Object.assign(new Image(), { src: url })),
      'img HTML': (url) => loaded(html(`<img src="${quoted(url)}">`)),
      'video attribute': (url) => loaded(add('video', { src: url })),
      'audio property': (url) => loaded(Object.assign(add('audio'), { src: url })),
      'audio HTML': (url) => loaded(html(`<audio src="${quoted(url)}"></audio>`)),
      source: (url) => {
        const element = document.createElement('source');
        const came = loaded(element);
        element.src = url;
        add('video').append(element);
        return came;
      },
    },
    text: {
      'text node': (url) => shown((element) => element.append(url)),
      textContent: (url) => shown((element) => (element.textContent = url)),
      nodeValue: (url) =>
        shown((element) => {
          element.append('x');
          element.firstChild.nodeValue = url;
        }),
      HTML: (url) => shown((element) => (element.innerHTML = `<b>${quoted(url)}</b>`)),
    },
  };

  globalThis.drivers.response = {
    'fetch, json()': async (url) => (await (await fetch(asked(url))).json()).url,
    'xhr, responseText': async (url) => {
      const xhr = new XMLHttpRequest();
      const ended = first(xhr, 'load', 'error');
      xhr.open('GET', asked(url));
      xhr.send();
      await ended;
      return JSON.parse(xhr.responseText).url;
    },
  };

  async function shown(write) {
    const element = add('p');
    write(element);
    await frames(2);
    return element.textContent;
  }
})();
