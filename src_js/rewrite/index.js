/** @import { Page, Rewrite, Rewriter, RewriteOptions, Table } from '../types.d.ts' */
import { createDecide } from './decide.js';
import { isInertOn } from './hosts.js';
import { isVsCode } from '../openhands/vscode.js';
import { createPrefilter } from './prefilter.js';

/**
 * Makes the functions that rewrite a URL and explain it. Rewriting twice gives the same as once.
 * They fail open: where rewriting throws, the URL stays.
 * @param {Table} table
 * @param {Page} page
 * @param {RewriteOptions} options
 * @returns {Rewriter}
 */
export function createRewriter(table, page, options) {
  const isInert = isInertOn(table, page);
  const { vscodePorts, trace } = options;
  let { warn } = options;
  const decide = createDecide(table, page, options, isInert);
  const prefilter = createPrefilter(table, page);

  return {
    isInert,
    rewrite(url, via, given) {
      try {
        return isInert || prefilter.has(url) ? url : rewritten(url, via, given);
      } catch {
        return url;
      }
    },
    explain(url, via) {
      const { place, rule, reason, tried, becomes = url } = decide(url, via);
      return { becomes, reason, rule: rule?.id, host: place?.host, tried };
    },
  };

  /** @type {Rewrite} */
  function rewritten(url, via, given) {
    const { parsed, rule, port, conversation, reason, becomes } = decide(url, via, given);
    if (reason === 'no-host-class') prefilter.add(parsed);
    if (!parsed || !rule || !port) return url;
    if (isVsCode(parsed)) vscodePorts[`${conversation}`] = port;
    if (reason === 'invalid-host') {
      warn?.(rule.to, page.hostname);
      // Once: the host name is the page's, whatever the URL.
      warn = undefined;
    }
    if (becomes) trace?.(rule, via, parsed, becomes);
    return becomes ?? url;
  }
}
