/** @import { Table } from '../types.d.ts' */
import { isVsCode } from '../openhands/vscode.js';

// Authority, path, and the rest of a URL that the URL parser leaves as they are: there is no character
// to encode, and no segment to resolve, which begins with a dot (URL Standard, 4.4).
const PLAIN =
  /^(\w+:\/\/[\w.-]+(?::\d+)?)((?:\/(?!\.|%2e)[\w%:,;+~@!$*()=&.-]*)+)([?#][\w/%:,;+~@!$*()=&?#.-]*)?$/i;

/**
 * Makes the function that finds out whether the authority alone decides where a URL leads, so that all
 * such URLs with the same authority lead to the same target, with the rest as it is.
 * @param {Table} table
 * @returns {(url: string) => string | undefined} scheme and authority; undefined where a rule may
 *     compare the path, and for the URL of VS Code, from which a port is learnt
 */
export function createDecidingAuthority({ rules }) {
  const paths = RegExp(rules.flatMap(({ path }) => path ?? []).join('|') || '(?!)');
  return (url) => {
    const found = PLAIN.exec(url);
    return found && !paths.test(found[2]) && !isVsCode({ search: found[3] ?? '' })
      ? found[1]
      : undefined;
  };
}
