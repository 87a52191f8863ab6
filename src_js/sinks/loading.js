/** @import { Sink } from '../types.d.ts' */
import { LOADING, rewriteAttribute } from '../dom/elements.js';
import { attempt, preparing, proxyOf, replaceUrl, wrap } from '../native.js';

const IN_HTML = new RegExp(`<(${Object.keys(LOADING).join('|')})\\b`, 'i');

/**
 * Properties and `setAttribute` of the elements that load, each on its own interface, so that other
 * elements pay nothing; and HTML that holds such elements.
 * @type {Sink}
 */
export function loading(rewrite, untouched) {
  for (const [name, [property]] of Object.entries(LOADING)) {
    const prototype = Object.getPrototypeOf(document.createElement(name));
    let owner = prototype;
    // Audio and video have theirs from HTMLMediaElement.
    while (!Object.hasOwn(owner, property)) owner = Object.getPrototypeOf(owner);
    wrap(
      owner,
      property,
      preparing((args, self) => replaceAttribute(args, 0, self, property)),
      'set',
    );
    addSetAttribute(prototype);
  }

  const template = document.createElement('template');
  const setHtml = Object.getOwnPropertyDescriptor(Element.prototype, 'innerHTML')?.set;
  const html = (/** @type {number} */ index) =>
    preparing((args, self) => {
      const text = args[index];
      if (typeof text !== 'string' || !IN_HTML.test(text) || self.closest?.(untouched.all)) return;
      args[index] = rewriteHtml(text);
    });
  wrap(Element.prototype, 'innerHTML', html(0), 'set');
  wrap(Element.prototype, 'outerHTML', html(0), 'set');
  wrap(ShadowRoot.prototype, 'innerHTML', html(0), 'set');
  wrap(Element.prototype, 'insertAdjacentHTML', html(1));

  /**
   * @param {unknown[]} args
   * @param {number} index
   * @param {Element} element
   * @param {string} attribute
   */
  function replaceAttribute(args, index, { localName }, attribute) {
    const [own, via] = LOADING[localName];
    if (attribute.toLowerCase() === own) replaceUrl(args, index, rewrite, via);
  }

  /** @param {Element} prototype */
  function addSetAttribute(prototype) {
    prototype.setAttribute = proxyOf(Element.prototype.setAttribute, {
      apply(_, self, args) {
        attempt(replaceAttribute, args, 1, self, args[0]);
        // Asked anew: another library may have wrapped it since.
        return Reflect.apply(Element.prototype.setAttribute, self, args);
      },
    });
  }

  /**
   * Parses the HTML where nothing loads or runs, and writes it anew only if a URL in it changes.
   * @param {string} text
   * @returns {string}
   */
  function rewriteHtml(text) {
    setHtml?.call(template, text);
    let changed = false;
    for (const element of template.content.querySelectorAll('*'))
      changed = rewriteAttribute(element, rewrite) || changed;
    return changed ? template.innerHTML : text;
  }
}
