/** @import { IsExcluded } from '../types.d.ts' */
import { portOf } from './hosts.js';

/**
 * @param {readonly string[]} never ports and origins, the `never` of the table
 * @returns {IsExcluded}
 */
export const excluding = (never) => (url) =>
  never.includes(portOf(url)) || never.includes(url.origin.replace(/^ws/, 'http'));
