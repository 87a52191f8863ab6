/** @import { DecideOptions, Decision, Miss, Page, Place, Rule, Table, Via } from '../types.d.ts' */
import { createPlaceOf, isInert, portOf } from './hosts.js';
import { fill, moved } from './target.js';

/**
 * Makes the function that finds the rule for a URL, and what becomes of it. It changes nothing, so
 * that a person can ask it too.
 * @param {Table} table
 * @param {Page} page
 * @param {DecideOptions} options
 * @returns {(url: string, via: Via, given?: string) => Decision}
 */
export function createDecide(table, page, { isNever, vscodePorts }) {
  const placeOf = createPlaceOf(table, page);
  const isInertHere = isInert(table, page);
  const rules = table.rules.map(withPath);

  return (url, via, given) => {
    // A base costs as much as the URL, and an absolute one has no need of it.
    const parsed = /^\w+:\/\//.test(url) ? parse(url) : parse(url, page.base);
    if (!parsed) return { stays: 'no http(s) or ws(s) URL' };
    const place = placeOf(parsed);
    if (!place) return { parsed, stays: 'no host class' };
    if (isInertHere) return { parsed, place, stays: 'the page is inert' };
    if (isNever?.(parsed)) return { parsed, place, stays: 'the table says never' };
    const rule = rules.find((one) => !misses(one, via, parsed, place).length)?.rule;
    if (!rule) return { parsed, place, stays: 'no rule matches' };
    const { to, vscodePort } = rule;
    const { conversation = given ?? page.conversation ?? '' } = place;
    const usual = vscodePort && (vscodePorts[conversation] ?? vscodePort);
    const port = place.port || (usual ?? portOf(parsed));
    const base = fill(to, page, port, conversation);
    if (!base) return { parsed, place, rule, stays: 'no conversation in the address' };
    const becomes = moved(parsed, base);
    // Another spelling of the same URL is no reason to touch the caller's.
    const stays = becomes === parsed.href ? 'already there' : undefined;
    const warning = parse(becomes) ? undefined : `${page.hostname} cannot stand in ${to}`;
    return { parsed, place, rule, port, conversation, stays, warning, becomes };
  };
}

/**
 * @param {Rule} rule
 * @returns {{ rule: Rule, path: RegExp }} with what its path is tested by
 */
export const withPath = (rule) => ({ rule, path: RegExp(rule.path ?? '') });

/**
 * What of a rule a URL does not match; empty where the rule may take it.
 * @param {ReturnType<typeof withPath>} one
 * @param {Via} via
 * @param {URL} url
 * @param {Place} [place]
 * @returns {Miss[]}
 */
export function misses({ rule, path }, via, { pathname }, place) {
  /** @type {Miss[]} */
  const found = [];
  if (!rule.via.includes(via)) found.push('via');
  if (!place || !rule.hosts.includes(place.host)) found.push('host');
  if (!path.test(pathname)) found.push('path');
  return found;
}

/**
 * @param {string} url
 * @param {string} [base]
 * @returns {URL | undefined} undefined for what is no URL of a scheme and port that a sandbox can have
 */
export function parse(url, base) {
  try {
    const parsed = new URL(url, base);
    // Nothing can listen on port 0, though the URL parser lets it pass.
    return /^(http|ws)s?:$/.test(parsed.protocol) && parsed.port !== '0' ? parsed : undefined;
  } catch {
    return undefined;
  }
}
