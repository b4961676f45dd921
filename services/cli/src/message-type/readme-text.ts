/** The README of a new type. Pure. */

/** What to do next with it, in the order of doing. */
export const readmeText = (code: string, version: string): string => `# ${code} ${version}

What is this message for, who sends it, who answers? Write it here.

1. Fill in \`message-type.yaml\`: every \`TODO\`, and what a comment asks for.
2. Put real documents (with invented people) into \`samples/valid/\`; into \`samples/invalid/\` those that must be refused, each
   with an entry in \`expected.yaml\`: code, path or line.
3. \`dienstweg message-type lint .\` until nothing is said, \`dienstweg message-type test .\` until all is green.
4. Set \`state: active\` and the first day in force.

| in the folder       | what it is                                                                        |
| ------------------- | --------------------------------------------------------------------------------- |
| \`message-type.yaml\` | names, days in force, parts with schema and root, limits, equations, search keys  |
| \`schema/\`           | XSD 1.0; nothing is fetched from elsewhere                                        |
| \`catalog.xml\`       | which file stands for a URL (OASIS XML Catalog), where schemas refer to any       |
| \`samples/\`          | what must pass, and what must not                                                 |
`;
