/** Text as element content. Throws on characters that XML 1.0 cannot carry. */
export const escapeText = (text: string): string => {
  refuseForbidden(text);
  return text.replace(/[&<>\r]/g, (character) => TEXT[character] ?? character);
};

/** Text as the value of an attribute in double quotes. Throws on characters that XML 1.0 cannot carry. */
export const escapeAttribute = (text: string): string => {
  refuseForbidden(text);
  return text.replace(/[&<>"\t\n\r]/g, (character) => TEXT[character] ?? character);
};

const TEXT: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** What is no `Char` of XML 1.0: most control characters, lone surrogates, U+FFFE and U+FFFF. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
const FORBIDDEN = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/u;

/** Text as XML can carry it: what it cannot is shown as U+FFFD. For what was recorded before it was refused. */
export const asXmlText = (text: string): string => text.replace(new RegExp(FORBIDDEN, 'gu'), '\uFFFD');

const refuseForbidden = (text: string): void => {
  const at = text.search(FORBIDDEN);
  if (at !== -1)
    throw new RangeError(`character U+${text.charCodeAt(at).toString(16).padStart(4, '0')} is not allowed in XML`);
};
