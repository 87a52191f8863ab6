/** @import { Page, Rewriter, RewriteOptions, Rule, Table, Via } from '../types.d.ts' */
import { createDecide } from './decide.js';
import { createDecidingAuthority } from './authority.js';
import { lazy } from '../lazy.js';
import { isInertOn } from './hosts.js';
import { isVsCode } from '../openhands/vscode.js';
import { createPrefilter } from './prefilter.js';

// Targets to remember.
const LIMIT = 64;

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
  const decide = lazy(() => createDecide(table, page, options, isInert));
  const prefilter = createPrefilter(table, page);
  const decidingAuthority = lazy(() => createDecidingAuthority(table));
  /**
   * Targets by via and authority, without a rule where the URLs stay.
   * @type {Map<string, { rule?: Rule, target: string, conversation: string | undefined }>}
   */
  const targets = new Map();

  return {
    rewrite(url, via, given) {
      try {
        if (isInert || prefilter.has(url)) return url;
        const authority = decidingAuthority()(url);
        const known = authority && targets.get(via + authority);
        if (!known || known.conversation !== (given ?? page.conversation))
          return rewritten(url, via, given, authority);
        if (!known.rule) return url;
        trace?.(known.rule, via, url, known.target);
        return known.target + url.slice(authority.length);
      } catch {
        return url;
      }
    },
    explain(url, via) {
      const { place, rule, reason, tried, becomes = url } = decide()(url, via);
      return { becomes, reason, rule: rule?.id, host: place?.host, tried };
    },
  };

  /**
   * @param {string} url
   * @param {Via} via
   * @param {string} [given] the conversation
   * @param {string} [authority] of the URL, if it alone decides
   * @returns {string}
   */
  function rewritten(url, via, given, authority) {
    const { parsed, rule, port, conversation, reason, becomes } = decide()(url, via, given);
    if (reason === 'no-host-class') prefilter.add(parsed);
    // The port of VS Code may change.
    if (authority && !rule?.vscodePort) {
      if (targets.size >= LIMIT) targets.clear();
      targets.set(via + authority, {
        rule: becomes ? rule : undefined,
        target: becomes?.slice(0, authority.length - url.length) ?? '',
        conversation: given ?? page.conversation,
      });
    }
    if (!parsed || !rule || !port) return url;
    if (isVsCode(parsed)) vscodePorts[`${conversation}`] = port;
    if (reason === 'invalid-host') {
      warn?.(rule.to, page.hostname);
      // Once: the host name is the page's, whatever the URL.
      warn = undefined;
    }
    if (!becomes) return url;
    trace?.(rule, via, url, becomes);
    return becomes;
  }
}
