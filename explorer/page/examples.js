/** @import { RequestHook, Via } from '../../src_js/types.d.ts' */
/** @import { Lib, Outcome, State, WrittenResponse, WrittenRule } from './types.d.ts' */

/**
 * Runs a rule's examples through the rewriter.
 * @param {Lib} lib
 * @param {State} state
 * @param {WrittenRule} rule
 * @returns {Outcome[]}
 */
export const ruleOutcomes = (lib, state, rule) =>
  rule.examples.map(({ page = state.table.examplePage, via, url, becomes }) => {
    const { rewrite } = lib.rewriterAt(state.compiled, page);
    const vias = /** @type {Via[]} */ (via.flatMap((name) => state.groups[name] ?? [name]));
    const expected = becomes === 'unchanged' ? url : becomes;
    /** @type {Record<string, string[]>} */
    const wrong = {};
    for (const one of vias) {
      const found = rewrite(url, one);
      if (found !== expected) (wrong[found] ??= []).push(one);
    }
    return { vias: via, page, url, becomes, wrong };
  });

/**
 * Runs the examples of a rule about responses through what changes JSON in the page.
 * @param {Lib} lib
 * @param {State} state
 * @param {WrittenResponse} rule
 * @returns {Outcome[]}
 */
export const responseOutcomes = (lib, state, { method, examples }) =>
  examples.map(({ page = state.table.examplePage, url, body, becomes }) => {
    const { compiled } = state;
    const { rewrite } = lib.rewriterAt(state.compiled, page);
    /** @type {RequestHook[]} */
    const hooks = lib.responseHooks(rewrite, compiled.responses ?? []);
    const asked = rewrite(url, 'fetch');
    const read = structuredClone(body);
    const findHook = lib.createFindHook(lib.pageAt(page), hooks);
    findHook(asked, () => method)?.change?.(read);
    const [before, expected, found] = [body, becomes === 'unchanged' ? body : becomes, read].map(
      (json) => JSON.stringify(json),
    );
    /** @type {Record<string, string[]>} */
    const wrong = found === expected ? {} : { [found]: [method] };
    const says = before === expected ? 'unchanged' : expected;
    return { vias: [method], page, url, body: before, becomes: says, wrong };
  });
