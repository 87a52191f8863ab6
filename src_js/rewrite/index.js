/** @import { Page, Rewrite, RewriteOptions, Table } from '../types.d.ts' */
import { createDecide } from './decide.js';
import { isInert } from './hosts.js';
import { isVsCode } from '../openhands/vscode.js';
import { createUntaken } from './prefilter.js';

/**
 * Makes the function that every sink asks. Pure: it reads nothing but its arguments, and rewriting
 * twice gives the same as once.
 * @param {Table} table
 * @param {Page} page
 * @param {RewriteOptions} options
 * @returns {Rewrite | undefined} undefined on a page where nothing is to be rewritten
 */
export function createRewrite(table, page, options) {
  if (isInert(table, page)) return undefined;

  const { vscodePorts, trace } = options;
  let { warn } = options;
  const decide = createDecide(table, page, options);
  const untaken = createUntaken(table, page);

  return (url, via, given) => {
    if (untaken.has(url)) return url;
    const { parsed, place, rule, port, conversation, stays, warning, becomes } = decide(
      url,
      via,
      given,
    );
    if (parsed && !place) untaken.add(parsed.origin);
    if (!parsed || !rule || !becomes || !port) return url;
    if (isVsCode(parsed)) vscodePorts[`${conversation}`] = port;
    if (warning) {
      warn?.(warning);
      // Once: it is this page's host name, whatever the URL.
      warn = undefined;
    }
    if (stays || warning) return url;
    trace?.(rule, via, parsed, becomes);
    return becomes;
  };
}
