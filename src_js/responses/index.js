/** @import { Exchange, Json, ResponseRule, Rewrite, Step } from '../types.d.ts' */
import { undashed } from '../page.js';

/** Stands in the compiled table for the keys of an object. */
const KEYS = '*~';

/**
 * Rewrites sandbox URLs where the page reads them: what it does with one (compare protocols, keep
 * the host alone) comes before any API that it hands the URL to.
 * @param {Rewrite} rewrite
 * @param {readonly ResponseRule[]} rules
 * @returns {Exchange[]}
 */
export const responseExchanges = (rewrite, rules) =>
  rules.map(({ method, path, fields }) => ({
    method,
    path,
    change(conversation, json) {
      for (const steps of fields)
        changeAt(json, steps, (url) =>
          rewrite(url, 'response', conversation && undashed(conversation)),
        );
    },
  }));

/**
 * Changes the strings that the steps lead to, in place. What has another shape is passed over.
 * @param {Json} json
 * @param {readonly Step[]} steps
 * @param {(url: string) => string} change
 */
function changeAt(json, [step, ...rest], change) {
  if (Object(json) !== json) return;
  if (step === KEYS)
    for (const [key, value] of Object.entries(json)) {
      // All of them anew, so that their order stays.
      delete json[key];
      json[change(key)] = value;
    }
  else if (typeof step !== 'string')
    for (const one of Object.values(json)) {
      if (RegExp(step[1]).test(one?.[step[0]])) changeAt(one, rest, change);
    }
  else if (rest.length) changeAt(json[step], rest, change);
  else if (typeof json[step] === 'string') json[step] = change(json[step]);
}
