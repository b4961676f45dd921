import type { ProblemCode } from './codes.ts';
import type { Text } from './text.ts';
import { ACTING_DE } from './texts-de-acting.ts';

/** Deutsch: Titel und was zu tun ist. */
export const TEXTS_DE: Readonly<Record<ProblemCode, Text>> = {
  'not-xml': {
    title: 'Kein wohlgeformtes XML',
    remedy:
      'Die Nachricht an der genannten Stelle berichtigen; meist ist ein Element nicht geschlossen oder ein Zeichen nicht maskiert.',
  },
  'doctype-forbidden': {
    title: 'DOCTYPE ist nicht erlaubt',
    remedy: 'Die DOCTYPE-Deklaration und alle Entitäten entfernen; Zeichen unmittelbar oder als &#…; schreiben.',
  },
  'encoding-not-utf8': {
    title: 'Nicht in UTF-8 kodiert',
    remedy: 'Die Nachricht in UTF-8 schreiben und in der XML-Deklaration encoding="UTF-8" oder nichts angeben.',
  },
  'limit-exceeded': {
    title: 'Technische Grenze überschritten',
    remedy: 'Die Nachricht kleiner oder flacher aufbauen; die erlaubten Grenzen stehen bei jedem Befund.',
  },
  'too-large': {
    title: 'Zu groß',
    remedy: 'Anlagen verkleinern oder auf mehrere Nachrichten derselben Konversation verteilen.',
  },
  'media-type-unsupported': {
    title: 'Medientyp wird nicht angenommen',
    remedy: 'Senden, was diese Adresse wie angegeben annimmt, ohne Content-Encoding; Nachrichten als application/xml.',
  },
  'envelope-invalid': {
    title: 'Der Umschlag ist ungültig',
    remedy: 'Den Umschlag an der genannten Stelle nach envelope.xsd berichtigen und neu unterschreiben.',
  },
  'signature-missing': {
    title: 'Die Unterschrift fehlt',
    remedy:
      'Die Nachricht mit dem Signaturschlüssel des Autors unterschreiben; ds:Signature steht unmittelbar nach Header.',
  },
  'signature-invalid': {
    title: 'Die Unterschrift stimmt nicht',
    remedy:
      'Nach dem Unterschreiben darf der Kopf nicht mehr verändert werden, auch nicht durch Formatieren; neu unterschreiben und unverändert senden.',
  },
  'signature-profile': {
    title: 'Form der Unterschrift wird nicht angenommen',
    remedy:
      'Nach dem Signaturprofil unterschreiben (XAdES-B-B, zwei Referenzen, exklusive Kanonisierung, ECDSA oder RSA-PSS).',
  },
  'certificate-unknown': {
    title: 'Das Zertifikat ist nicht eingetragen',
    remedy:
      'Das Zertifikat im Verzeichnis für die Behörde eintragen lassen oder mit dem eingetragenen Schlüssel arbeiten.',
  },
  'certificate-expired': {
    title: 'Das Zertifikat gilt nicht (mehr)',
    remedy: 'Ein neues Zertifikat beantragen, eintragen lassen und die Nachricht damit neu unterschreiben.',
  },
  'certificate-revoked': {
    title: 'Das Zertifikat ist gesperrt',
    remedy: 'Den Schlüssel nicht weiter verwenden; ein neues Zertifikat beantragen und eintragen lassen.',
  },
  'certificate-untrusted': {
    title: 'Dem Zertifikat wird nicht vertraut',
    remedy: 'Ein Zertifikat einer anerkannten Stelle mit dem richtigen Verwendungszweck benutzen.',
  },
  'revocation-unknown': {
    title: 'Der Sperrstatus ist nicht feststellbar',
    remedy: 'Später noch einmal senden; der Betreiber muss eine aktuelle Sperrliste bereitstellen.',
  },
  'author-mismatch': {
    title: 'Unterschrieben hat nicht der Autor',
    remedy:
      'Mit dem Schlüssel des genannten Autors unterschreiben oder den Auftrag des Dienstleisters im Verzeichnis eintragen lassen.',
  },
  'test-mismatch': {
    title: 'Test und Betrieb sind vermischt',
    remedy:
      'Testnachrichten nur an Testbehörden senden; für den echten Betrieb TestMessage auf false setzen und neu unterschreiben.',
  },
  'message-type-unknown': {
    title: 'Unbekannter Nachrichtentyp',
    remedy: 'Code und Version des Nachrichtentyps prüfen; die bekannten zeigt „dienstweg message-type list“.',
  },
  'message-type-not-in-force': {
    title: 'Der Nachrichtentyp gilt zurzeit nicht',
    remedy: 'Die Version verwenden, die am heutigen Tag gilt, oder bis zum Stichtag warten.',
  },
  'message-type-deprecated': {
    title: 'Der Nachrichtentyp ist abgekündigt',
    remedy:
      'Auf die Version umstellen, die an seine Stelle tritt; wer sie ist und ab wann er nicht mehr angenommen wird, sagt der Herausgeber des Nachrichtentyps.',
  },
  'part-missing': {
    title: 'Ein angekündigter Teil fehlt',
    remedy: 'Jeden unter Parts angekündigten Teil mitsenden oder die Ankündigung entfernen und neu unterschreiben.',
  },
  'part-by-reference-unsupported': {
    title: 'Teile als Verweis werden noch nicht angenommen',
    remedy: 'Den Teil in die Nachricht selbst aufnehmen (location="inline").',
  },
  'digest-mismatch': {
    title: 'Ein Teil ist nicht der unterschriebene',
    remedy:
      'Den Teil unverändert so senden, wie er unterschrieben wurde, oder Hashwert und Größe neu berechnen und neu unterschreiben.',
  },
  'schema-violation': {
    title: 'Der Inhalt verletzt das Schema des Nachrichtentyps',
    remedy:
      'Den Inhalt im Fachverfahren an der genannten Stelle berichtigen; die Nachricht danach neu erzeugen und unterschreiben.',
  },
  'header-payload-mismatch': {
    title: 'Kopf und Inhalt widersprechen sich',
    remedy: 'Kopf und Nachrichtenkopf im Inhalt in Übereinstimmung bringen und neu unterschreiben.',
  },
  'rule-violation': {
    title: 'Eine fachliche Regel ist verletzt',
    remedy: 'Die Angaben im Fachverfahren nach der genannten Regel berichtigen.',
  },
  'rule-not-evaluable': {
    title: 'Eine Prüfung war nicht durchführbar',
    remedy: 'Den Betreiber verständigen: Schema oder Regel des Nachrichtentyps muss überarbeitet werden.',
  },
  'code-list-violation': {
    title: 'Wert steht nicht in der Codeliste',
    remedy: 'Einen Wert der genannten Codeliste in der geltenden Fassung verwenden.',
  },
  'service-unknown': {
    title: 'Unbekannte Leistung',
    remedy: 'Den Schlüssel der Leistung prüfen (LeiKa: 14 Ziffern) oder die Leistung im Verzeichnis eintragen lassen.',
  },
  'region-unknown': {
    title: 'Unbekanntes Gebiet',
    remedy: 'Den Gebietsschlüssel prüfen (ARS: 12 Ziffern); nach Gebietsreformen den heutigen Schlüssel verwenden.',
  },
  'reader-unknown': {
    title: 'Niemand ist zuständig',
    remedy:
      'Leistung, Gebiet und Rolle prüfen („dienstweg route … --explain“); fehlt ein Eintrag, die registerführende Stelle verständigen.',
  },
  'reader-version': {
    title: 'Der Leser nimmt diese Version nicht an',
    remedy:
      'Eine Version verwenden, die der Leser annimmt, als erwartet genannt. Steht dort keine (—), nennt sein Zugang die Art nicht: Er lässt sie im Verzeichnis eintragen („dienstweg registry add endpoint … --set takes=…“).',
  },
  'reader-unreachable': {
    title: 'Der Leser hat keinen Empfangsweg',
    remedy: 'Die empfangende Behörde bitten, einen Zugang oder ein Postfach im Verzeichnis eintragen zu lassen.',
  },
  'not-permitted': {
    title: 'Nicht erlaubt',
    remedy: 'Die Berechtigung für diesen Nachrichtentyp zwischen diesen Behörden im Verzeichnis eintragen lassen.',
  },
  'message-obsolete': {
    title: 'Die Nachricht ist überholt',
    remedy:
      'Prüfen, ob die Nachricht noch gebraucht wird; dann mit neuer Kennung und neuem ObsoleteAfter neu erzeugen.',
  },
  'message-id-reused': {
    title: 'Die Kennung der Nachricht ist schon vergeben',
    remedy: 'Für eine andere Nachricht eine neue UUID verwenden; zum Wiederholen genau dieselben Oktette senden.',
  },
  'forwarding-loop': {
    title: 'Die Nachricht läuft im Kreis',
    remedy:
      'An eine Stelle richten, die sie noch nicht weitergeleitet hat, oder dem Autor die Nichtzuständigkeit mitteilen.',
  },
  'too-many-readers': {
    title: 'Zu viele Leser',
    remedy: 'Die Verteilung auf mehrere Nachrichten derselben Konversation aufteilen.',
  },
  'quota-exceeded': {
    title: 'Kontingent ausgeschöpft',
    remedy: 'Langsamer senden und nach der angegebenen Zeit erneut versuchen.',
  },
  'broker-unavailable': {
    title: 'Der Broker ist zurzeit nicht verfügbar',
    remedy: 'Später dasselbe noch einmal: eine Nachricht unverändert, sie zählt nur einmal.',
  },
  'outcome-unknown': {
    title: 'Ungewiss, ob die Nachricht angenommen ist',
    remedy: 'Dieselbe Nachricht unverändert noch einmal senden; war sie schon angenommen, kommt dieselbe Quittung.',
  },
  'examination-failed': {
    title: 'Die Prüfung ist abgebrochen',
    remedy: 'Dieselbe Nachricht noch einmal senden; bleibt es dabei, den Betreiber verständigen.',
  },
  'recipient-unreachable': {
    title: 'Der Empfänger ist nicht erreichbar',
    remedy: 'Nichts zu tun: es wird von selbst erneut versucht. Der Empfänger sollte Anschluss und Adresse prüfen.',
  },
  'recipient-timeout': {
    title: 'Der Empfänger antwortet nicht rechtzeitig',
    remedy:
      'Nichts zu tun: es wird von selbst erneut versucht. Der Empfänger sollte schneller bestätigen und danach verarbeiten.',
  },
  'recipient-busy': {
    title: 'Der Empfänger ist überlastet',
    remedy: 'Nichts zu tun: es wird zur vom Empfänger genannten Zeit erneut versucht.',
  },
  'recipient-failed': {
    title: 'Der Empfänger meldet einen Fehler',
    remedy: 'Nichts zu tun: es wird von selbst erneut versucht. Der Empfänger sollte sein Protokoll prüfen.',
  },
  'recipient-answer-invalid': {
    title: 'Die Antwort des Empfängers ist kein HTTP',
    remedy:
      'Nichts zu tun: es wird von selbst erneut versucht. Der Empfänger sollte prüfen, was unter seiner Adresse antwortet (HTTP/1.1, höchstens 16 kB Kopfzeilen).',
  },
  'recipient-refused': {
    title: 'Der Empfänger hat die Annahme verweigert',
    remedy: 'Mit der empfangenden Behörde den Grund klären und die Zustellung danach wiederholen lassen.',
  },
  'recipient-untrusted': {
    title: 'Der Empfänger weist sich nicht aus',
    remedy: 'Das TLS-Zertifikat des Empfängers und seinen Eintrag im Verzeichnis in Übereinstimmung bringen.',
  },
  'attempts-exhausted': {
    title: 'Alle Zustellversuche sind gescheitert',
    remedy:
      'Die Ursache beim Empfänger beheben lassen und die Zustellung dann wiederholen („dienstweg dead-letters replay“).',
  },
  ...ACTING_DE,
};
