/** @import { Reason } from '../types.d.ts' */

/**
 * What a person reads for each reason, at the command line and in the rule explorer.
 * @type {Readonly<Record<Reason, string>>}
 */
export const WORDS = {
  'no-url': 'not an http(s) or ws(s) URL',
  'invalid-port': 'the port is not between 1 and 65535',
  'no-host-class': 'the host is in no host class',
  inert: 'nothing is rewritten on this page: its host is in `inertOn`',
  excluded: 'excluded by `never`',
  'no-rule': 'no rule matches',
  'no-conversation': "the target needs a conversation, and the page's address has none",
  'same-url': 'it is already the URL that the rule makes',
  'invalid-host': "the target is not a valid URL with the page's host",
  rewritten: 'the rule matches',
};
