/** @import { IsNever, Page, Rewrite, Table, Trace, Warn } from './types.d.ts' */
import { createPlaceOf, isInert, portOf } from './hosts.js';
import { isVsCode } from './openhands/vscode.js';
import { fill, moved } from './target.js';
import { createUntaken } from './untaken.js';

/**
 * Makes the function that every sink asks. Pure: it reads nothing but its arguments, and rewriting
 * twice gives the same as once.
 * @param {Table} table
 * @param {Page} page
 * @param {{ isNever?: IsNever, trace?: Trace, warn?: Warn }} [options]
 * @returns {Rewrite | undefined} undefined on a page where nothing is to be rewritten
 */
export function createRewrite(table, page, { isNever, trace, warn } = {}) {
  if (isInert(table, page)) return undefined;

  const placeOf = createPlaceOf(table, page);
  const untaken = createUntaken(table, page);
  const rules = table.rules.map((rule) => ({ rule, path: RegExp(rule.path ?? '') }));
  /**
   * By conversation, VS Code's, learnt from what passes.
   * @type {Record<string, string>}
   */
  const vscodePorts = {};

  return (url, via, given) => {
    if (untaken.has(url)) return url;
    // A base costs as much as the URL, and an absolute one has no need of it.
    const parsed = /^\w+:\/\//.test(url) ? parse(url) : parse(url, page.base);
    if (!parsed || isNever?.(parsed)) return url;
    const place = placeOf(parsed);
    if (!place) {
      untaken.add(parsed.origin);
      return url;
    }
    const rule = rules.find(
      ({ rule: { via: vias, hosts }, path }) =>
        vias.includes(via) && hosts.includes(place.host) && path.test(parsed.pathname),
    )?.rule;
    if (!rule) return url;
    const { to, vscodePort } = rule;
    const { conversation = given ?? page.conversation ?? '' } = place;
    const usual = vscodePort && (vscodePorts[conversation] ?? vscodePort);
    const port = place.port || (usual ?? portOf(parsed));
    const base = fill(to, page, port, conversation);
    if (!base) return url;
    if (isVsCode(parsed)) vscodePorts[conversation] = port;
    const changed = moved(parsed, base);
    if (!parse(changed)) {
      warn?.(`${page.hostname} cannot stand in ${to}`);
      // Once: it is this page's host name, whatever the URL.
      warn = undefined;
      return url;
    }
    // Another spelling of the same URL is no reason to touch the caller's.
    if (changed === parsed.href) return url;
    trace?.(rule, via, parsed, changed);
    return changed;
  };
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
