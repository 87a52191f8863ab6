/**
 * @param {number} status of a response
 * @param {{ msg_id?: string }} body
 * @returns {boolean} whether the response means that the user has no settings
 */
export const isWithoutSettings = (status, { msg_id = '' }) =>
  status === 404 || (status === 400 && /\$SETTINGS_NOT_FOUND/.test(msg_id));

/**
 * An agent server at the page's origin, as on one machine without containers, always has settings. It
 * demands a key that only the page knows.
 * @param {HeadersInit} [headers] of the page's request
 * @returns {boolean}
 */
export const isForAgentServer = (headers) => new Headers(headers).has('X-Session-API-Key');

/**
 * The models that the server offers: a list of names (v0), or a page of `items` (v1).
 * @typedef {string[] & { items?: { provider: string | null, name: string }[] }} Models
 */

/**
 * @param {Models} answer
 * @returns {string[]}
 */
export const modelNames = (answer) =>
  answer.items?.map(({ provider, name }) => (provider ? `${provider}/${name}` : name)) ?? answer;

/** The overlay with the modal that asks for a model and a key. */
export const SETTINGS_MODAL = '.fixed:has([data-testid=ai-config-modal])';

/** The button that opens the settings. */
export const SETTINGS_OPENER = '[data-testid=settings-button]';
