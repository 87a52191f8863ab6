/** @import { Page, Place, Rewrite, Rule, Table, Trace, Via, Warn } from './types.d.ts' */
import { hostClasses, isInert, portOf } from './hosts.js';
import { fill, moved } from './target.js';
import { createUntaken } from './untaken.js';

/**
 * Makes the function that every sink asks. Pure: it reads nothing but its arguments, and rewriting
 * twice gives the same as once.
 * @param {Table} table
 * @param {Page} page
 * @param {{ trace?: Trace, warn?: Warn }} [report]
 * @returns {Rewrite | undefined} undefined on a page where nothing is to be rewritten
 */
export function createRewrite(table, page, { trace, warn } = {}) {
  if (isInert(table, page)) return undefined;

  const classes = hostClasses(table, page);
  const rules = table.rules.map((rule) => ({ rule, path: new RegExp(rule.path ?? '') }));
  const untaken = createUntaken(table, page);
  /**
   * Whether a rule's target makes valid URLs on this page.
   * @type {Map<Rule, boolean>}
   */
  const isValid = new Map();

  return (url, via) => {
    if (untaken.has(url)) return url;
    // A base costs as much as the URL, and an absolute one has no need of it.
    const parsed = /^\w+:\/\//.test(url) ? parse(url) : parse(url, page.base);
    if (!parsed || isNever(table, parsed)) return url;
    if (!Object.values(classes).some((isOfClass) => isOfClass(parsed))) {
      untaken.add(parsed.origin);
      return url;
    }
    const match = firstMatch(parsed, via);
    const to = match && target(...match, parsed);
    // Another spelling of the same URL is no reason to touch the caller's.
    if (!to || to === parsed.href) return url;
    trace?.(match[0], via, parsed, to);
    return to;
  };

  /**
   * @param {URL} url
   * @param {Via} via
   * @returns {[Rule, Place] | undefined}
   */
  function firstMatch(url, via) {
    for (const { rule, path } of rules) {
      if (!rule.via.includes(via) || !path.test(url.pathname)) continue;
      for (const name of rule.hosts) {
        const place = classes[name](url);
        if (place) return [rule, place];
      }
    }
    return undefined;
  }

  /**
   * @param {Rule} rule
   * @param {Place} place
   * @param {URL} url
   * @returns {string | undefined} undefined where the target cannot be made
   */
  function target(rule, { port, conversation = page.conversation }, url) {
    const base = fill(rule.to, page, port || `${rule.defaultPort ?? portOf(url)}`, conversation);
    if (!base) return undefined;
    if (!isValid.has(rule)) {
      isValid.set(rule, !!parse(base));
      if (!isValid.get(rule))
        warn?.(`rule ${rule.id}: ${page.hostname} cannot stand in ${rule.to}`);
    }
    return isValid.get(rule) ? moved(url, base) : undefined;
  }
}

/**
 * @param {string} url
 * @param {string} [base]
 * @returns {URL | undefined} undefined for what is no URL of a scheme and port that a sandbox can have
 */
function parse(url, base) {
  try {
    const parsed = new URL(url, base);
    // Nothing can listen on port 0, though the URL parser lets it pass.
    return /^(http|ws)s?:$/.test(parsed.protocol) && parsed.port !== '0' ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {Table} table
 * @param {URL} url
 * @returns {boolean}
 */
function isNever({ never }, url) {
  return never.includes(portOf(url)) || never.includes(url.origin.replace(/^ws/, 'http'));
}
