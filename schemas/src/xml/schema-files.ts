import {
  ParseOption,
  XmlBufferInputProvider,
  XmlDocument,
  type XmlInputProvider,
  xmlCleanupInputProvider,
  xmlRegisterInputProvider,
} from 'libxml2-wasm';

const BASE = 'mem:///s/';

/** The name a location asked for by libxml2 stands for. */
const keyOf = (location: string): string => (location.startsWith(BASE) ? location.slice(BASE.length) : location);

/** Names in a message of libxml2 as they were given. */
export const withoutBase = (message: string): string => message.replaceAll(BASE, '');

/** Answers every location, so that nothing falls through to another provider; notes what was not there. */
const providerOf = (files: ReadonlyMap<string, Uint8Array>, misses: string[]): XmlInputProvider => {
  const buffers = new XmlBufferInputProvider(Object.fromEntries(files));
  return {
    match: () => true,
    open: (location) => {
      const key = keyOf(location);
      if (files.has(key)) return buffers.open(key);
      misses.push(key);
      return undefined;
    },
    read: (handle, buffer) => buffers.read(handle, buffer),
    close: (handle) => buffers.close(handle),
  };
};

/**
 * Runs `use` while libxml2 can open exactly `files` and nothing else, and nothing at all afterwards. `misses` fills
 * with the locations that were asked for in vain. Names are plain: letters, digits, `.` and `-`. Synchronous, since the provider counts for the whole parser.
 */
export const withSchemaFiles = <T>(
  files: ReadonlyMap<string, Uint8Array>,
  use: (misses: readonly string[]) => T,
): T => {
  const misses: string[] = [];
  xmlCleanupInputProvider();
  if (!xmlRegisterInputProvider(providerOf(files, misses))) throw new Error('libxml2 took no input provider');
  try {
    return use(misses);
  } finally {
    xmlCleanupInputProvider();
  }
};

/** One of the files as a document whose URL makes its relative locations resolve to other keys. */
export const parseSchemaDocument = (files: ReadonlyMap<string, Uint8Array>, name: string): XmlDocument => {
  const octets = files.get(name);
  if (octets === undefined) throw new Error(`no schema file ${name}`);
  return XmlDocument.fromBuffer(octets, {
    url: BASE + name,
    option:
      ParseOption.XML_PARSE_NO_XXE |
      ParseOption.XML_PARSE_NONET |
      ParseOption.XML_PARSE_NO_SYS_CATALOG |
      ParseOption.XML_PARSE_BIG_LINES,
  });
};
