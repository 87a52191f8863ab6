/** @import { DecideOptions, Decision, Mismatch, Page, Place, Rule, Table, Via } from '../types.d.ts' */
import { createPlaceOf, isPortIn, portOf } from './hosts.js';
import { fill, moved } from './target.js';

/**
 * Makes the function that finds the rule for a URL, and what becomes of it. It has no side effects.
 * @param {Table} table
 * @param {Page} page
 * @param {DecideOptions} options
 * @param {boolean} isInert whether nothing is rewritten on this page
 * @returns {(url: string, via: Via, given?: string) => Decision}
 */
export function createDecide(table, page, { isExcluded, vscodePorts }, isInert) {
  const placeOf = createPlaceOf(table, page);
  const rules = table.rules.map((rule) => ({ rule, path: RegExp(rule.path ?? '') }));

  return (url, via, given) => {
    // Parsing with a base costs twice as much, and an absolute URL does not need it.
    const parsed = /^\w+:\/\//.test(url) ? parse(url) : parse(url, page.base);
    if (!parsed) return { reason: 'no-url', tried: {} };
    const place = placeOf(parsed);
    /** @type {Record<string, Mismatch[]>} */
    const tried = {};
    const matching = rules.find(
      ({ rule, path }) => !(tried[rule.id] = mismatches(rule, path, via, parsed, place)).length,
    );
    const rule = matching?.rule;
    const found = { parsed, place, rule, tried };
    if (!place) return { ...found, reason: 'no-host-class' };
    if (isInert) return { ...found, reason: 'inert' };
    if (isExcluded?.(parsed)) return { ...found, reason: 'excluded' };
    if (!rule) return { ...found, reason: 'no-rule' };
    const { to, vscodePort } = rule;
    const { conversation = given ?? page.conversation ?? '' } = place;
    const port =
      place.port || (vscodePort ? (vscodePorts[conversation] ?? vscodePort) : portOf(parsed));
    const base = fill(to, page, port, conversation);
    if (!base) return { ...found, reason: 'no-conversation' };
    const more = { ...found, port, conversation };
    const becomes = moved(parsed, base);
    // Another spelling of the same URL is no reason to change the caller's.
    if (becomes === parsed.href) return { ...more, reason: 'same-url' };
    if (!parse(becomes)) return { ...more, reason: 'invalid-host' };
    return { ...more, reason: 'rewritten', becomes };
  };
}

/**
 * Compares a URL with a rule.
 * @param {Rule} rule
 * @param {RegExp} path the pattern of its path
 * @param {Via} via
 * @param {URL} url
 * @param {Place} [place]
 * @returns {Mismatch[]} empty where the rule matches
 */
function mismatches({ via: vias, hosts, ports }, path, via, url, place) {
  /** @type {Mismatch[]} */
  const found = [];
  if (!vias.includes(via)) found.push('via');
  if (!place || !hosts.includes(place.host)) found.push('host');
  if (!path.test(url.pathname)) found.push('path');
  if (ports && !isPortIn(place?.port || portOf(url), ports)) found.push('port');
  return found;
}

/**
 * @param {string} url
 * @param {string} [base]
 * @returns {URL | undefined} undefined unless a sandbox can have such a scheme and port
 */
export function parse(url, base) {
  try {
    const parsed = new URL(url, base);
    // Nothing can listen on port 0, though the URL parser accepts it.
    return /^(http|ws)s?:$/.test(parsed.protocol) && parsed.port !== '0' ? parsed : undefined;
  } catch {
    return undefined;
  }
}
