/** @import { Page } from './types.d.ts' */

// A UUID or 32 hex digits, as a whole path segment: `task-<uuid>` is not a conversation.
const CONVERSATION =
  /\/conversations\/([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32})(\/|$)/i;

/**
 * Finds the conversation in a path.
 * @param {string} pathname
 * @returns {string | undefined} 32 lower-case hex digits
 */
export function conversationIn(pathname) {
  const found = CONVERSATION.exec(pathname);
  return found ? undashed(found[1]) : undefined;
}

/**
 * @param {string} conversation as in a path
 * @returns {string} 32 lower-case hex digits
 */
export const undashed = (conversation) => conversation.replaceAll('-', '').toLowerCase();

/**
 * Makes the page of a window. Its conversation and base are read at each use: the address of a single
 * page app changes without a load.
 * @param {Pick<Window, 'location' | 'document'>} window
 * @returns {Page}
 */
export const pageOf = ({ location, document }) => {
  let pathname = '';
  /** @type {string | undefined} */
  let conversation;
  return {
    // The members of Location are own properties: they are LegacyUnforgeable (HTML Standard, 7.2.4).
    ...location,
    get base() {
      return document.baseURI;
    },
    get conversation() {
      if (pathname !== location.pathname) {
        ({ pathname } = location);
        conversation = conversationIn(pathname);
      }
      return conversation;
    },
  };
};
