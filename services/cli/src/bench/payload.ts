/** Content of the load messages: invented people in the form of the message type `pruefstand.nachricht` 1.0. */
import type { MessageTypeRef } from '@dienstweg/schemas/message.ts';

export const BENCH_MESSAGE_TYPE = { code: 'pruefstand.nachricht', version: '1.0' } as const;

const GIVEN = ['Łucja', 'Jürgen', 'Sjoerd', 'Đặng', 'Marijke', 'Gülşen', 'Åse', 'Nuño'];
const FAMILY = ['Weiß-Körner', 'van den IJssel', 'Šimková', 'Nguyễn', 'Oßwald', 'Ferreira Simões'];
const STREET = ['Am Prüfstand', 'Voorbeeldstraat', 'Straße der Muster', 'Beispielgasse'];

const pick = (from: readonly string[], index: number): string => from[index % from.length] ?? '';

const record = (index: number): string =>
  `  <Vorgang nummer="${index + 1}">
    <Vorname>${pick(GIVEN, index)}</Vorname>
    <Familienname>${pick(FAMILY, index)}</Familienname>
    <Geburtsdatum>19${String(50 + (index % 50)).padStart(2, '0')}-0${(index % 9) + 1}-1${index % 9}</Geburtsdatum>
    <Anschrift strasse="${pick(STREET, index)}" hausnummer="${(index % 180) + 1}" postleitzahl="99${String(100 + (index % 800))}"/>
    <Betrag waehrung="EUR">${(index * 37) % 9999}.${String((index * 13) % 100).padStart(2, '0')}</Betrag>
  </Vorgang>
`;

/** A payload of `sizeBytes` octets to half a record, at least one record. The same for the same arguments. */
export const benchPayload = (
  { author, messageType = BENCH_MESSAGE_TYPE }: { readonly author: string; readonly messageType?: MessageTypeRef },
  sizeBytes: number,
): Buffer => {
  const head = `<?xml version="1.0" encoding="UTF-8"?>
<Pruefnachricht xmlns="urn:dienstweg:pruefstand:1">
  <Kopf>
    <Nachrichtentyp>${messageType.code}</Nachrichtentyp>
    <Version>${messageType.version}</Version>
    <Autor>${author}</Autor>
  </Kopf>
`;
  const tail = '</Pruefnachricht>\n';
  let body = record(0);
  let size = Buffer.byteLength(head) + Buffer.byteLength(body) + Buffer.byteLength(tail);
  for (let index = 1; ; index += 1) {
    const next = record(index);
    const nextSize = Buffer.byteLength(next);
    if (size + nextSize / 2 > sizeBytes) break;
    size += nextSize;
    body += next;
  }
  return Buffer.from(head + body + tail);
};
