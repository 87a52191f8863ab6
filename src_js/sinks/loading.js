/** @import { Native, Sink, This } from '../types.d.ts' */
import { LOADING, rewriteAttribute } from '../dom/elements.js';
import { attempt, preparing, proxyOf, replaceUrl, wrap } from '../native.js';

// How the tags of elements that load begin; the parser reads `<image>` as `<img>` (HTML Standard,
// 13.2.6.4.7).
const MAY_LOAD = /<([ei]m|if|ob|vi|au|so)/i;

/**
 * Properties and `setAttribute` of the elements that load a URL, each on its own interface, so that
 * other elements pay nothing; and markup that contains such elements.
 * @type {Sink}
 */
export function loading(context) {
  for (const name of ['IFrame', 'Embed', 'Object', 'Image', 'Media', 'Source']) {
    const { prototype } = /** @type {This} */ (window)[`HTML${name}Element`];
    const property = name === 'Object' ? 'data' : 'src';
    wrap(
      prototype,
      property,
      preparing((args, self) => replaceAttribute(args, 0, self, property)),
      'set',
    );
    addSetAttribute(prototype);
  }

  const inside = rewritingMarkup((self) => self);
  const around = rewritingMarkup((self) => self.parentNode ?? self);
  wrap(Element.prototype, 'innerHTML', inside, 'set');
  wrap(ShadowRoot.prototype, 'innerHTML', inside, 'set');
  wrap(Element.prototype, 'outerHTML', around, 'set');
  wrap(Element.prototype, 'insertAdjacentHTML', around);

  /**
   * @param {unknown[]} args
   * @param {number} index
   * @param {Element} element
   * @param {string} attribute
   */
  function replaceAttribute(args, index, { localName }, attribute) {
    const [own, via] = LOADING[localName];
    if (attribute.toLowerCase() === own) replaceUrl(args, index, context.rewrite, via);
  }

  /** @param {Element} prototype */
  function addSetAttribute(prototype) {
    prototype.setAttribute = proxyOf(Element.prototype.setAttribute, {
      apply(_, self, args) {
        attempt(replaceAttribute, args, 1, self, args[0]);
        // Read again for each call: another library may have wrapped it since.
        return Reflect.apply(Element.prototype.setAttribute, self, args);
      },
    });
  }

  /**
   * Lets the browser parse the markup as it is, then rewrites the elements. Markup that is changed
   * and parsed again can turn into other elements (mXSS), which would defeat a sanitizer. An image
   * and a media element request their URL in a microtask at the earliest, so only the new URL is
   * requested; a frame in the document has started its first request by then.
   * @param {(self: This) => ParentNode} rootOf what contains the new elements
   * @returns {ProxyHandler<Native>}
   */
  function rewritingMarkup(rootOf) {
    return {
      apply(native, self, args) {
        const markup = args[args.length - 1];
        /** @type {ParentNode | undefined} */
        let root;
        attempt(() => {
          // Before the call: afterwards, an element that sets its outerHTML has no parent.
          if (typeof markup !== 'string' || MAY_LOAD.test(markup)) root = rootOf(self);
        });
        const result = Reflect.apply(native, self, args);
        if (root) attempt(rewriteIn, root);
        return result;
      },
    };
  }

  /** @param {ParentNode & { content?: ParentNode }} root */
  function rewriteIn(root) {
    for (const element of (root.content ?? root).querySelectorAll(`${Object.keys(LOADING)}`))
      rewriteAttribute(element, context);
  }
}
