/** @import { Edit, Json, RequestHook, ResponseRule, Rewrite, Step } from '../types.d.ts' */
import { undashed } from '../page.js';

/** The step to the keys of an object, as the compiled table writes it. */
const KEYS = '*~';

/**
 * Makes the hooks that rewrite sandbox URLs in responses. The page compares protocols, or keeps the
 * host only, before it passes such a URL to an API that has a sink.
 * @param {Rewrite} rewrite
 * @param {readonly ResponseRule[]} rules
 * @returns {RequestHook[]}
 */
export const responseHooks = (rewrite, rules) =>
  rules.map(({ method, path, fields }) => ({
    method,
    path,
    change(conversation, json, edit = (string, change) => change(string)) {
      /** @type {(url: string) => string} */
      const change = (url) => {
        const to = rewrite(url, 'response', conversation && undashed(conversation));
        // The UI appends a path to a URL that has none: OpenHands 1.7, the App tab.
        return /\/$/.test(url) ? to : to.replace(/\/$/, '');
      };
      for (const steps of fields) changeAt(json, steps, edit, change);
    },
  }));

/**
 * Changes the strings that the steps lead to, in place. Other types of values stay.
 * @param {Json} json
 * @param {readonly Step[]} steps
 * @param {Edit} edit
 * @param {(url: string) => string} change
 */
function changeAt(json, [step, ...rest], edit, change) {
  if (Object(json) !== json) return;
  if (step === KEYS)
    for (const [key, value] of Object.entries(json)) {
      // Every key is set again, so that their order stays.
      delete json[key];
      json[edit(key, change)] = value;
    }
  else if (typeof step !== 'string')
    for (const element of Object.values(json)) {
      edit(`${element?.[step[0]]}`, (text) => {
        if (RegExp(step[1]).test(text)) changeAt(element, rest, edit, change);
        return text;
      });
    }
  else if (rest.length) changeAt(json[step], rest, edit, change);
  else if (typeof json[step] === 'string') json[step] = edit(json[step], change);
}
