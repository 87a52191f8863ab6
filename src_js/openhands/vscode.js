/**
 * @param {{ search: string }} url of a sandbox
 * @returns {boolean} whether it is the URL of VS Code: it contains the connection token
 */
export const isVsCode = ({ search }) => /[?&]tkn=/.test(search);
