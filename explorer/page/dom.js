/**
 * Makes an element. Text becomes text nodes: what the table says is never read as HTML.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string | boolean>} attributes `true` for one without a value, `false` for none
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (value !== false) made.setAttribute(key, value === true ? '' : value);
  made.append(...children);
  return made;
}

/**
 * @template {HTMLElement} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind} the page's element of that id
 */
export function byId(id, kind) {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new TypeError(`#${id} is no ${kind.name}`);
}

/**
 * Shows new content in place of the old. What was unfolded stays so, and the focus stays where it
 * was, both by `data-key`.
 * @param {HTMLElement} container
 * @param {...Node} content
 */
export function renew(container, ...content) {
  const focused = document.activeElement?.closest('[data-key]');
  const key = focused && container.contains(focused) && focused.getAttribute('data-key');
  const unfolded = [...container.querySelectorAll('details')]
    .filter(({ open }) => open)
    .map(({ dataset }) => dataset.key);
  container.replaceChildren(...content);
  for (const one of container.querySelectorAll('details'))
    one.open ||= unfolded.includes(one.dataset.key);
  if (!key) return;
  const again = container.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (again instanceof HTMLDetailsElement) again.querySelector('summary')?.focus();
  else if (again instanceof HTMLElement) again.focus();
}
