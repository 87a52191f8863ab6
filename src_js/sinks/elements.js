/** @import { Rewrite, Via } from '../types.d.ts' */

/**
 * The attributes that hold a URL which an element loads as soon as it has it.
 * @type {Record<string, Record<string, Via>>}
 */
export const LOADING = {
  iframe: { src: 'frame' },
  embed: { src: 'frame' },
  object: { data: 'frame' },
  img: { src: 'media' },
  video: { src: 'media' },
  audio: { src: 'media' },
  source: { src: 'media' },
};

/**
 * All attributes that hold a URL, by element and attribute.
 * @type {Record<string, Record<string, Via>>}
 */
export const URL_ATTRIBUTES = {
  a: { href: 'link' },
  area: { href: 'link' },
  form: { action: 'form' },
  button: { formaction: 'form' },
  input: { formaction: 'form' },
  ...LOADING,
};
// An element may have any name, `constructor` among them.
Object.setPrototypeOf(URL_ATTRIBUTES, null);

/**
 * Rewrites the URLs in an element's own attributes.
 * @param {Element} element
 * @param {Rewrite} rewrite
 * @returns {boolean} whether there was one
 */
export function rewriteAttributes(element, rewrite) {
  let changed = false;
  const attributes = URL_ATTRIBUTES[element.localName];
  for (const name in attributes) {
    const url = element.getAttribute(name);
    const to = url && rewrite(url, attributes[name]);
    if (!to || to === url) continue;
    element.setAttribute(name, to);
    changed = true;
  }
  return changed;
}
