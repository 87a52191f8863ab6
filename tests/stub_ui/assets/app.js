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
  socket.onmessage = ({ data }) => {
    const line = document.createElement('li');
    line.textContent = data;
    element('chat').append(line);
  };
  element('changes').onclick = async () => {
    const path = encodeURIComponent('/workspace/project');
    const answer = await fetch(`http://${host}/api/git/changes/${path}`);
    element('shown').textContent = await answer.text();
  };
  element('app').onclick = () => window.open('http://localhost:5000/');
  element('tab').onclick = () => {
    element('frame').hidden = false;
    element('frame').src = 'http://localhost:5000/tab';
  };
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
// At `…?idle` the UI sends nothing by itself, so that a test sees what it sends alone.
if (!new URLSearchParams(location.search).has('idle')) {
  addEventListener('popstate', route);
  route();
}
