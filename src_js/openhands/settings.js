/**
 * @param {number} status of an answer
 * @param {string} body
 * @returns {boolean} whether it says that there are no settings; a page that says so is no answer
 */
export const isWithoutSettings = (status, body) =>
  body[0] === '{' && (status === 404 || body.includes('$SETTINGS_NOT_FOUND'));

/**
 * The models that the server offers, as v0 tells them, or v1 a page of them.
 * @typedef {string[] | { items: { provider: string | null, name: string }[] }} Models
 */

/**
 * @param {Models} answer
 * @returns {boolean} whether there is one: only then is the LLM configured
 */
export const offersModel = (answer) => ('items' in answer ? answer.items : answer).length > 0;

/**
 * @param {Models} answer
 * @returns {string[]}
 */
export const modelNames = (answer) =>
  'items' in answer
    ? answer.items.map(({ provider, name }) => (provider ? `${provider}/${name}` : name))
    : answer;

/** The modal that asks for a model and a key. */
export const SETTINGS_MODAL = '[data-testid="ai-config-modal"]';

/** What lies over the page with that modal in it. */
export const MODAL_BACKDROP = '.fixed:has([data-testid="ai-config-modal"])';

/** What a person opens the settings by. */
export const SETTINGS_OPENER = '[data-testid="settings-button"],[href*="/settings"]';
