/**
 * @param {number} status of an answer
 * @param {{ msg_id?: string }} body
 * @returns {boolean} whether it says that there are no settings
 */
export const isWithoutSettings = (status, { msg_id = '' }) =>
  status === 404 || (status === 400 && /\$SETTINGS_NOT_FOUND/.test(msg_id));

/**
 * The models that the server offers: v0 tells their names, v1 a page of `items`.
 * @typedef {string[] & { items?: { provider: string | null, name: string }[] }} Models
 */

/**
 * @param {Models} answer
 * @returns {number} how many there are; with none, the LLM is not configured
 */
export const countModels = (answer) => (answer.items ?? answer).length;

/**
 * @param {Models} answer
 * @returns {string[]}
 */
export const modelNames = (answer) =>
  answer.items?.map(({ provider, name }) => (provider ? `${provider}/${name}` : name)) ?? answer;

/** What lies over the page with the modal in it that asks for a model and a key. */
export const SETTINGS_MODAL = '.fixed:has([data-testid=ai-config-modal])';

/** What a person opens the settings by. */
export const SETTINGS_OPENER = '[data-testid=settings-button]';
