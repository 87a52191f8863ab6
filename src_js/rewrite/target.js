/** @import { Page } from '../types.d.ts' */

/**
 * Fills the variables in the template of a target.
 * @param {string} template
 * @param {Page} page
 * @param {string} port
 * @param {string} conversation empty where there is none
 * @returns {string | undefined} undefined where the template needs a conversation and there is none
 */
export function fill(template, page, port, conversation) {
  if (!conversation && template.includes('{conversation}')) return undefined;
  /** @type {Record<string, unknown>} */
  const values = { __proto__: page, port, conversation };
  return template.replace(/{(\w+)}/g, (_, name) => `${values[name]}`);
}

/**
 * Moves a URL to another base. What follows the authority stays byte for byte, and a WebSocket URL
 * remains a WebSocket URL.
 * @param {URL} url
 * @param {string} base
 * @returns {string}
 */
export const moved = ({ href, protocol }, base) =>
  href.replace(/^[^/]+..[^/]+/, () =>
    protocol.startsWith('ws') ? base.replace('http', 'ws') : base,
  );
