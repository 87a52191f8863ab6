/** @import { Group, State, WrittenRule } from './types.d.ts' */
/** @import { ExplanationInWords as Explanation, Mismatch } from '../../src_js/types.d.ts' */
import { element } from './dom.js';

/**
 * @param {State} state
 * @param {string} url
 * @param {readonly Group[]} groups
 * @returns {HTMLElement[]} what becomes of a URL, an article an outcome
 */
export const outcomeArticles = (state, url, groups) =>
  groups.map(({ vias, explanation }) =>
    element(
      'article',
      { class: explanation.becomes === url ? 'outcome' : 'outcome changed' },
      element('ul', { class: 'chips', 'aria-label': 'Via' }, ...vias.map(chip)),
      element(
        'p',
        { class: 'becomes' },
        explanation.becomes === url ? 'unchanged' : markedUrl(explanation.becomes, url),
      ),
      element('p', { class: 'because' }, ...reason(explanation)),
      ...near(state, explanation),
      tried(state, vias.join(), explanation),
    ),
  );

/**
 * @param {string} text
 * @returns {HTMLElement}
 */
const chip = (text) => element('li', {}, text);

/**
 * @param {string} becomes
 * @param {string} url
 * @returns {HTMLElement} the URL, with what is new in it marked: all before what was carried over
 */
function markedUrl(becomes, url) {
  const carried = /^[^/]*\/\/[^/?#]*(.*)$/s.exec(url)?.[1] ?? url;
  const end = becomes.endsWith(carried) ? becomes.length - carried.length : becomes.length;
  return element('code', {}, element('b', {}, becomes.slice(0, end)), becomes.slice(end));
}

/**
 * @param {Explanation} explanation
 * @returns {(Node | string)[]}
 */
function reason({ because, rule, host }) {
  /** @type {(Node | string)[]} */
  const parts = [because];
  if (rule) parts.push(' · rule ', element('a', { href: `#rule-${rule}` }, rule));
  if (host) parts.push(` · host class ${host}`);
  return parts;
}

/**
 * @param {State} state
 * @param {Explanation} explanation
 * @returns {HTMLElement[]} the rules that one thing alone kept from taking the URL
 */
const near = ({ table }, { tried }) =>
  Object.entries(tried)
    .filter(([, mismatches]) => mismatches.length === 1)
    .map(([id, mismatches]) =>
      element(
        'p',
        { class: 'near' },
        'almost matched: ',
        element('a', { href: `#rule-${id}` }, id),
        ` — ${words(table.rules, id, mismatches)}`,
      ),
    );

/**
 * @param {State} state
 * @param {string} key
 * @param {Explanation} explanation
 * @returns {Node} each rule that was tried, folded
 */
function tried({ table }, key, explanation) {
  const all = Object.entries(explanation.tried);
  if (!all.length) return document.createTextNode('');
  return element(
    'details',
    { 'data-key': `tried ${key}` },
    element('summary', {}, all.length === 1 ? '1 rule tried' : `${all.length} rules tried`),
    element(
      'ol',
      {},
      ...all.map(([id, mismatches]) =>
        element(
          'li',
          {},
          element('a', { href: `#rule-${id}` }, id),
          mismatches.length ? ` — ${words(table.rules, id, mismatches)}` : ' — matches',
        ),
      ),
    ),
  );
}

/**
 * @param {readonly WrittenRule[]} rules
 * @param {string} id
 * @param {readonly Mismatch[]} mismatches
 * @returns {string} what the rule wants, and the URL is not
 */
function words(rules, id, mismatches) {
  const { via, match } = /** @type {WrittenRule} */ (rules.find((rule) => rule.id === id));
  const said = {
    via: () => `via is not ${via.join(', ')}`,
    host: () => `host class is not ${match.host.join(', ')}`,
    path: () => `path is not under ${abbreviated(match.path ?? [])}`,
    port: () => `port is not ${match.port?.join(', ')}`,
  };
  return mismatches.map((mismatch) => said[mismatch]()).join('; ');
}

/**
 * @param {readonly string[]} names
 * @returns {string}
 */
const abbreviated = ([first, ...others]) =>
  others.length > 1 ? `${first} or ${others.length} others` : [first, ...others].join(', ');
