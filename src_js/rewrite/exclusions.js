/** @import { IsNever } from '../types.d.ts' */
import { portOf } from './hosts.js';

/**
 * @param {readonly string[]} never ports and origins of the table
 * @returns {IsNever}
 */
export const neverOf = (never) => (url) =>
  never.includes(portOf(url)) || never.includes(url.origin.replace(/^ws/, 'http'));
