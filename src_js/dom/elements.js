/** @import { Rewrite, Via } from '../types.d.ts' */

/**
 * An attribute that holds a URL, and the via by which it leaves.
 * @typedef {[attribute: string, via: Via]} UrlAttribute
 */

/**
 * Elements that load a URL as soon as they have it.
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
 * All elements that hold a URL. Without a prototype: an element may be named `constructor`.
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

/**
 * Rewrites the URL in an element's own attribute.
 * @param {Element} element
 * @param {Rewrite} rewrite
 * @returns {boolean} whether there was one
 */
export function rewriteAttribute(element, rewrite) {
  const [attribute, via] = URL_ATTRIBUTES[element.localName] ?? [];
  const url = attribute && element.getAttribute(attribute);
  const to = url && rewrite(url, via);
  if (!to || to === url) return false;
  element.setAttribute(attribute, to);
  return true;
}
