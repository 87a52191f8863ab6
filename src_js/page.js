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
 * @param {() => string} readAddress
 * @returns {Page}
 */
export const pageOf = ({ location, document }, readAddress) => {
  const { protocol, host, hostname, port, origin } = location;
  let address = '';
  /** @type {string | undefined} */
  let conversation;
  return {
    protocol,
    host,
    hostname,
    port,
    origin,
    get base() {
      return document.baseURI;
    },
    get conversation() {
      const current = readAddress();
      if (address !== current) {
        address = current;
        conversation = conversationIn(location.pathname);
      }
      return conversation;
    },
  };
};
