/** @import { Via } from '../../src_js/types.d.ts' */
/** @import { Group, Lib, Shown, State } from './types.d.ts' */
import { byId, element, renew } from './dom.js';
import { outcomeArticles } from './outcomes.js';
import { shownResponses, shownRules, tally } from './rules.js';

const url = byId('url', HTMLInputElement);
const page = byId('page', HTMLInputElement);

/**
 * The last build that went well.
 * @type {{ state: State, lib: Lib } | undefined}
 */
let built;
/** @type {State | undefined} */
let latest;

const asked = new URLSearchParams(location.search);
url.value = asked.get('url') ?? 'http://localhost:5000/api/data?q=1';
page.value = asked.get('page') ?? '';

const events = new EventSource('/events');
events.onmessage = ({ data }) => show(JSON.parse(data));
events.onopen = () => tellConnection('live');
events.onerror = () => tellConnection('disconnected');

url.oninput = page.oninput = explain;
byId('try', HTMLFormElement).onsubmit = (event) => event.preventDefault();
byId('page-default', HTMLButtonElement).onclick = () => {
  page.value = built?.state.table.examplePage ?? '';
  explain();
};
document.addEventListener('click', ({ target }) => {
  const button = target instanceof Element && target.closest('button[data-url]');
  if (button instanceof HTMLElement) ask(button.dataset);
});
document.addEventListener('keydown', (event) => {
  const { key, target, ctrlKey, metaKey, altKey } = event;
  if (key !== '/' || ctrlKey || metaKey || altKey || target instanceof HTMLInputElement) return;
  event.preventDefault();
  url.select();
  url.focus();
});

/** @param {State} state */
async function show(state) {
  latest = state;
  tellError(state);
  if (!state.table) return;
  if (!page.value) page.value = state.table.examplePage;
  const lib = await import(state.lib);
  if (state !== latest) return;
  built = { state, lib };
  explain();
  const rules = shownRules(built.lib, state);
  const responses = shownResponses(built.lib, state);
  renew(byId('rules', HTMLElement), ...rules.map(({ section }) => section));
  renew(byId('responses', HTMLElement), ...responses.map(({ section }) => section));
  renew(byId('rule-index', HTMLElement), ...rules.map(indexItem));
  renew(byId('response-index', HTMLElement), ...responses.map(indexItem));
  const all = [...rules, ...responses];
  const greens = all.reduce((sum, { green }) => sum + green, 0);
  const examples = all.reduce((sum, { outcomes }) => sum + outcomes.length, 0);
  byId('examples', HTMLElement).replaceChildren(tally(greens, examples));
  byId('path', HTMLElement).textContent = state.path;
  byId('preset', HTMLElement).textContent = state.preset;
  byId('gzip', HTMLElement).textContent = state.gzip.toLocaleString('en');
  byId('stub', HTMLAnchorElement).href = state.stub;
  byId('build', HTMLElement).dataset.bundle = state.bundle;
}

/**
 * @param {Shown} rule
 * @returns {HTMLElement}
 */
const indexItem = ({ id, green, outcomes }) =>
  element(
    'li',
    {},
    element('a', { href: `#rule-${id}`, 'data-key': id }, id),
    tally(green, outcomes.length),
  );

/** Shows what becomes of the URL that is typed. */
function explain() {
  if (!built) return;
  const { state, lib } = built;
  const isPage = lib.isAddress(page.value);
  page.setAttribute('aria-invalid', `${!isPage}`);
  byId('page-problem', HTMLElement).hidden = isPage;
  if (!isPage) return;
  const found = lib.explainAll(state.compiled, page.value, url.value, state.groups.any) ?? [];
  /** @type {Map<string, Group & { vias: Via[] }>} */
  const groups = new Map();
  for (const [index, explanation] of found.entries()) {
    const key = JSON.stringify(explanation);
    const group = groups.get(key) ?? { vias: [], explanation };
    group.vias.push(state.groups.any[index]);
    groups.set(key, group);
  }
  renew(byId('outcomes', HTMLElement), ...outcomeArticles(state, url.value, [...groups.values()]));
  byId('summary', HTMLElement).textContent = [...groups.values()]
    .map(({ vias, explanation }) => `via ${vias.join(', ')}: ${explanation.because}`)
    .join('. ');
  // Last: Safari throws where it is asked too often.
  history.replaceState(null, '', `?${new URLSearchParams({ url: url.value, page: page.value })}`);
}

/** @param {DOMStringMap} example */
function ask(example) {
  url.value = example.url ?? '';
  page.value = example.page ?? '';
  explain();
  url.focus();
  byId('try', HTMLElement).scrollIntoView();
}

/** @param {State} state */
function tellError({ error, table }) {
  const place = byId('error', HTMLElement);
  place.hidden = !error;
  place.replaceChildren();
  if (error) place.append(element('pre', {}, `Error: ${error}`));
  if (error && table)
    place.append(element('p', {}, 'The results below are from the last successful build.'));
}

/** @param {string} text */
function tellConnection(text) {
  const place = byId('connection', HTMLElement);
  place.textContent = text;
  place.dataset.state = text;
}
