// A stand-in for the OpenHands UI, where it matters: a single page app with the conversation in its
// path, API calls by XHR as axios makes them, one native WebSocket, and URLs that say localhost.

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
const element = (id) => document.getElementById(id);

/**
 * As axios' XHR adapter: three-argument open, one answer when it has ended.
 * @param {string} url
 * @returns {Promise<unknown>}
 */
function ask(url) {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open('GET', url, true);
    xhr.onloadend = () => (xhr.status === 200 ? resolve(JSON.parse(xhr.response)) : reject(xhr));
    xhr.send();
  });
}

/**
 * As the older UI's transformVSCodeUrl: the page's host name in the place of localhost.
 * @param {string} vscodeUrl
 * @returns {string}
 */
function transformed(vscodeUrl) {
  const url = new URL(vscodeUrl);
  if (url.hostname === 'localhost') url.hostname = location.hostname;
  return url.href;
}

/** @param {string} url */
function embed(url) {
  element('frame').hidden = false;
  element('frame').src = url;
}

/** As the Code tab: VS Code is embedded only if its URL has the page's protocol. */
async function showCode(id) {
  const { vscode_url } = await ask(`/api/conversations/${id}/vscode-url`);
  const url = transformed(vscode_url);
  const isForeign = new URL(url).protocol !== location.protocol;
  element('notice').hidden = !isForeign;
  element('elsewhere').href = url;
  if (!isForeign) embed(url);
}

/** As the App tab: every worker is asked each 3 s, and the first that answers is shown. */
async function showWorker(id) {
  const [{ exposed_urls }] = await ask(`/api/v1/sandboxes?id=${id}`);
  const workers = exposed_urls.filter(({ name }) => name.startsWith('WORKER_'));
  const probe = async () => {
    for (const { url } of workers) {
      try {
        await probed(url);
        return embed(url);
      } catch {
        // Not yet.
      }
    }
    setTimeout(probe, 3000);
  };
  probe();
}

/**
 * @param {string} url
 * @returns {Promise<unknown>} rejected where nothing answers well, as with axios
 */
function probed(url) {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open('GET', url, true);
    xhr.onloadend = () => (xhr.status >= 200 && xhr.status < 300 ? resolve(xhr) : reject(xhr));
    xhr.send();
  });
}

/**
 * As the UI's Markdown: a bare URL becomes a link that opens a tab.
 * @param {string} text
 * @returns {HTMLElement}
 */
function lineOf(text) {
  const line = document.createElement('li');
  for (const part of text.split(/(https?:\/\/\S+)/)) {
    if (/^https?:/.test(part)) {
      const link = line.appendChild(document.createElement('a'));
      link.textContent = link.href = part;
      link.target = '_blank';
    } else line.append(part);
  }
  return line;
}

/** @type {WebSocket | undefined} */
let socket;

async function showConversation(id) {
  socket?.close();
  element('chat').replaceChildren();
  element('status').value = 'Connecting…';
  const [conversation] = await ask(`/api/v1/app-conversations?ids=${id}`);
  const { host } = new URL(conversation.conversation_url);
  socket = new WebSocket(`ws://${host}/sockets/events/${id}?resend_all=true`);
  socket.onopen = () => (element('status').value = 'Connected');
  socket.onclose = () => (element('status').value = 'Disconnected');
  socket.onmessage = ({ data }) => element('chat').append(lineOf(data));
  element('changes').onclick = async () => {
    const path = encodeURIComponent('/workspace/project');
    const answer = await fetch(`http://${host}/api/git/changes/${path}`);
    element('shown').textContent = await answer.text();
  };
  element('app').onclick = () => window.open('http://localhost:5000/');
  element('tab').onclick = () => {
    embed('http://localhost:5000/tab');
  };
  element('code').onclick = () => showCode(id);
  element('worker').onclick = () => showWorker(id);
}

function route() {
  const id = /\/conversations\/([^/]+)/.exec(location.pathname)?.[1];
  document.querySelector('main').hidden = !id;
  if (id) showConversation(id);
}

element('new').onclick = () => {
  history.pushState(null, '', `/conversations/${crypto.randomUUID()}`);
  route();
};
element('home').onclick = (event) => {
  event.preventDefault();
  history.pushState(null, '', '/');
  route();
};
element('say').onsubmit = (event) => {
  event.preventDefault();
  const { text } = element('say').elements;
  socket?.send(text.value);
  text.value = '';
};
// As a card of the home page, which opens VS Code of a conversation that is not in the address.
const last = new URLSearchParams(location.search).get('last');
element('card').hidden = !last;
element('card').onclick = async () => {
  const { vscode_url } = await ask(`/api/conversations/${last}/vscode-url`);
  window.open(transformed(vscode_url), '_blank');
};
// At `…?idle` the UI sends nothing by itself, so that a test sees what it sends alone.
if (!new URLSearchParams(location.search).has('idle')) {
  addEventListener('popstate', route);
  route();
}
