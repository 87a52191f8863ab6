/** @import { Page, Rewrite, Table, Trace, VsCodePorts, Warn } from './types.d.ts' */
import { createDecide } from './decide.js';
import { isInert } from './hosts.js';
import { isVsCode } from './openhands/vscode.js';
import { createUntaken } from './untaken.js';

/**
 * Makes the function that every sink asks. Pure: it reads nothing but its arguments, and rewriting
 * twice gives the same as once.
 * @param {Table} table
 * @param {Page} page
 * @param {{ trace?: Trace, warn?: Warn }} [report]
 * @param {VsCodePorts} [vscodePorts] where VS Code's ports are kept as they are learnt
 * @returns {Rewrite | undefined} undefined on a page where nothing is to be rewritten
 */
export function createRewrite(table, page, { trace, warn } = {}, vscodePorts = {}) {
  if (isInert(table, page)) return undefined;

  const decide = createDecide(table, page, vscodePorts);
  const untaken = createUntaken(table, page);
  /** @type {Set<string>} */
  const warned = new Set();

  return (url, via, given) => {
    if (untaken.has(url)) return url;
    const { parsed, place, rule, port, conversation, warning, becomes } = decide(url, via, given);
    if (parsed && !place) untaken.add(parsed.origin);
    if (!parsed || !rule || !port) return url;
    if (isVsCode(parsed)) vscodePorts[`${conversation}`] = port;
    if (warning && !warned.has(warning)) {
      warned.add(warning);
      warn?.(warning);
    }
    if (!becomes) return url;
    trace?.(rule, via, parsed, becomes);
    return becomes;
  };
}
