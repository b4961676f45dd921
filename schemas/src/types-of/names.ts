/** Names of generated code: safe in TypeScript, and the same whenever the schema is the same. Pure. */

/** Words a type may not be called. */
const RESERVED = new Set([
  'Array',
  'Boolean',
  'Buffer',
  'Codec',
  'Date',
  'Error',
  'Function',
  'Map',
  'Number',
  'Object',
  'Promise',
  'RawXml',
  'Record',
  'Set',
  'String',
  'Symbol',
  'TABLES',
  'Tables',
  'Uint8Array',
]);

/** `kopf-daten` → `KopfDaten`; what no identifier can hold becomes `_`. */
export const pascal = (name: string): string => {
  const joined = name
    .split(/[^\p{L}\p{N}_$]+/u)
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
  return /^[\p{L}_$]/u.test(joined) ? joined : `_${joined}`;
};

/** A member as it stands in an object type: quoted where it is no plain identifier. */
export const memberText = (name: string): string =>
  /^[A-Za-z_$][\w$]*$/.test(name) && name !== '__proto__' ? name : JSON.stringify(name);

/** Gives each wish a name of its own, in the order of asking: `Name`, `Name2`, `Name3`. */
export const namesInUse = (taken: Iterable<string> = []): ((wish: string) => string) => {
  const used = new Set(taken);
  return (wish) => {
    let name = wish;
    for (let count = 2; used.has(name); count++) name = `${wish}${count}`;
    used.add(name);
    return name;
  };
};

/** A name for a type. */
export const typeNames = (): ((wish: string) => string) => {
  const free = namesInUse(RESERVED);
  return (wish) => free(pascal(wish));
};
