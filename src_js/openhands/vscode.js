/**
 * @param {URL} url of a sandbox
 * @returns {boolean} whether it is VS Code's: every OpenHands hands over its connection token so
 */
export const isVsCode = ({ search }) => /[?&]tkn=/.test(search);
