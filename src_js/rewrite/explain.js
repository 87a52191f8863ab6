/** @import { DecideOptions, Explanation, Miss, Page, Table, Via } from '../types.d.ts' */
import { createDecide, misses, parse, withPath } from './decide.js';

/**
 * Tells what becomes of a URL, by which rule, and what kept the rules before it from taking it.
 * @param {Table} table
 * @param {Page} page
 * @param {DecideOptions} options
 * @param {string} url
 * @param {Via} via
 * @returns {Explanation}
 */
export function explain(table, page, options, url, via) {
  const decision = createDecide(table, page, options)(url, via);
  const { parsed, place, rule, warning, stays = warning, becomes = url } = decision;
  let because = stays ?? `${rule?.id} takes it`;
  /** @type {Record<string, Miss[]>} */
  const tried = {};
  if (parsed)
    for (const one of table.rules) {
      tried[one.id] = misses(withPath(one), via, parsed, place);
      if (one === rule) break;
    }
  // The URL parser does not tell what it stumbles on.
  else if (parse(url.replace(/^([^/]*\/\/[^/?#]*):\d+/, '$1'), page.base))
    because = 'no port from 1 to 65535';
  return { becomes: stays ? url : becomes, because, rule: rule?.id, host: place?.host, tried };
}
