/** @import { SinkContext, This, Via } from '../types.d.ts' */

/**
 * An attribute that contains a URL, and the via of that URL.
 * @typedef {[attribute: string, via: Via]} UrlAttribute
 */

/**
 * Elements that load their URL at once.
 * @type {Record<string, UrlAttribute>}
 */
export const LOADING = {
  iframe: ['src', 'frame'],
  embed: ['src', 'frame'],
  object: ['data', 'frame'],
  img: ['src', 'media'],
  video: ['src', 'media'],
  audio: ['src', 'media'],
  source: ['src', 'media'],
};

/**
 * All elements with a URL. Without a prototype: an element may be named `constructor`.
 * @type {Record<string, UrlAttribute>}
 */
export const URL_ATTRIBUTES = {
  // @ts-expect-error -- a literal's prototype is no property
  __proto__: null,
  a: ['href', 'link'],
  area: ['href', 'link'],
  form: ['action', 'form'],
  button: ['formaction', 'form'],
  input: ['formaction', 'form'],
  ...LOADING,
};

/** @returns {string} a selector of the elements that have such an attribute */
export const selectorOfUrls = () =>
  Object.entries(URL_ATTRIBUTES)
    .map(([name, [attribute]]) => `${name}[${attribute}]`)
    .join();

/**
 * Rewrites the URL in an attribute of an element, unless the table leaves the element alone.
 * @param {This} element what is not an element with such an attribute stays
 * @param {Pick<SinkContext, 'rewrite' | 'untouched'>} context
 */
export function rewriteAttribute(element, { rewrite, untouched }) {
  const found = URL_ATTRIBUTES[element?.localName];
  const url = found && element.getAttribute(found[0]);
  if (!url) return;
  const [attribute, via] = found;
  const to = rewrite(url, via);
  if (to === url || element.closest(untouched.all)) return;
  // Firefox 153 sometimes completes a frame's first request although the URL has changed. Removing
  // the frame cancels that request. A form's fields can hide its properties, so ask only a frame.
  const { parentNode, nextSibling, contentWindow } = via === 'frame' ? element : {};
  if (contentWindow) element.remove();
  element.setAttribute(attribute, to);
  if (contentWindow) parentNode.insertBefore(element, nextSibling);
}
