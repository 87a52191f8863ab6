/** @import { Lib, Outcome, RuleTable, Shown, State, WrittenResponse, WrittenRule } from './types.d.ts' */
import { element } from './dom.js';
import { responseOutcomes, ruleOutcomes } from './examples.js';

/**
 * @param {Lib} lib
 * @param {State} state
 * @returns {Shown[]} the table's rules, in order
 */
export const shownRules = (lib, state) =>
  state.table.rules.map((rule, index) => {
    const facts = [
      fact('via', ...rule.via),
      fact('host class', ...rule.match.host),
      ...(rule.match.path ? [fact('path below', ...rule.match.path)] : []),
      ...(rule.match.port ? [fact('port', ...rule.match.port.map(String))] : []),
      fact(`to ${rule.to}`, state.compiled.rules[index].to),
    ];
    return shown(rule, facts, ruleOutcomes(lib, state, rule), state.table);
  });

/**
 * @param {Lib} lib
 * @param {State} state
 * @returns {Shown[]} the table's rules about responses
 */
export const shownResponses = (lib, state) =>
  state.table.responses.map((rule) => {
    const facts = [
      fact('response to', `${rule.method} ${rule.path}`),
      fact('fields', ...rule.fields),
    ];
    return shown(rule, facts, responseOutcomes(lib, state, rule), state.table);
  });

/**
 * @param {string} name
 * @param {...string} values
 * @returns {HTMLElement}
 */
const fact = (name, ...values) =>
  element(
    'div',
    {},
    element('dt', {}, name),
    element(
      'dd',
      {},
      element('ul', { class: 'chips' }, ...values.map((one) => element('li', {}, one))),
    ),
  );

/**
 * @param {WrittenRule | WrittenResponse} rule
 * @param {HTMLElement[]} facts
 * @param {Outcome[]} outcomes
 * @param {RuleTable} table
 * @returns {Shown}
 */
function shown({ id, why }, facts, outcomes, { examplePage }) {
  const green = outcomes.filter(isGreen).length;
  const section = element(
    'section',
    { class: 'rule', id: `rule-${id}`, tabindex: '-1', 'aria-labelledby': `name-${id}` },
    element('h3', { id: `name-${id}` }, id),
    element('p', { class: 'why' }, why),
    element('dl', {}, ...facts),
    element(
      'details',
      { 'data-key': `examples ${id}`, open: green < outcomes.length },
      element('summary', {}, 'Examples ', tally(green, outcomes.length)),
      element(
        'ul',
        { class: 'examples' },
        ...outcomes.map((one, index) => example(id, index, one, examplePage)),
      ),
    ),
  );
  return { id, green, outcomes, section };
}

/** @type {(outcome: Outcome) => boolean} */
const isGreen = ({ wrong }) => !Object.keys(wrong).length;

/**
 * @param {number} green
 * @param {number} all
 * @returns {HTMLElement}
 */
export const tally = (green, all) =>
  element(
    'span',
    { class: green === all ? 'tally green' : 'tally red' },
    green === all ? `✓ ${all}` : `✗ ${all - green} of ${all}`,
    element('span', { class: 'unseen' }, green === all ? ' passed' : ' failed'),
  );

/**
 * @param {string} id
 * @param {number} index
 * @param {Outcome} outcome
 * @param {string} examplePage
 * @returns {HTMLElement}
 */
function example(id, index, outcome, examplePage) {
  const { vias, page, url, body, becomes, wrong } = outcome;
  const [color, says] = isGreen(outcome) ? ['green', 'passes'] : ['red', 'fails'];
  return element(
    'li',
    { class: color },
    element('span', { class: 'mark', role: 'img', 'aria-label': says }),
    element(
      'div',
      {},
      element(
        'p',
        {},
        body ? element('code', {}, url) : tryButton(`${id} ${index}`, outcome),
        element('span', { class: 'by' }, ` via ${vias.join(', ')}`),
      ),
      ...(page === examplePage ? [] : [element('p', { class: 'by' }, `on page ${page}`)]),
      ...(body ? [element('p', { class: 'by' }, element('code', {}, body))] : []),
      element(
        'p',
        { class: 'becomes' },
        becomes === 'unchanged' ? becomes : element('code', {}, becomes),
      ),
      ...Object.entries(wrong).map(([got, some]) =>
        element(
          'p',
          { class: 'got' },
          `actual result via ${some.join(', ')}: `,
          element('code', {}, got),
        ),
      ),
    ),
  );
}

/**
 * @param {string} key
 * @param {Outcome} outcome
 * @returns {HTMLElement} what has the example's URL explained
 */
const tryButton = (key, { url, page }) =>
  element(
    'button',
    { 'data-key': `try ${key}`, 'data-url': url, 'data-page': page, title: 'Explain this URL' },
    url,
  );
