import type { ProblemCode } from './codes.ts';
import type { Text } from './text.ts';

/** Deutsch: wer fragt und handelt, und die Konsole. */
export const ACTING_DE = {
  'message-unknown': {
    title: 'Unbekannte Nachricht',
    remedy: 'Kennung und Autor prüfen; eine Behörde sieht nur eigene Nachrichten.',
  },
  'conversation-unknown': {
    title: 'Unbekanntes Verfahren',
    remedy:
      'Das Kennzeichen prüfen (ConversationId, oder die Kennung der ersten Nachricht); eine Behörde sieht nur eigene Nachrichten und Zustellungen.',
  },
  'message-id-ambiguous': {
    title: 'Mehrere Autoren haben diese Kennung vergeben',
    remedy: 'Den Autor mit angeben (--author).',
  },
  'delivery-unknown': {
    title: 'Unbekannte Zustellung',
    remedy: 'Die Kennung der Zustellung prüfen; eine Behörde sieht nur eigene.',
  },
  'delivery-not-replayable': {
    title: 'Mit dieser Zustellung geht das jetzt nicht',
    remedy:
      'Wiederholt, umgeleitet oder zurückgegeben wird nur, was gescheitert ist oder in Klärung steht. Den Stand zeigt „dienstweg trace“.',
  },
  'already-decided': {
    title: 'Über diese Zustellung ist schon entschieden',
    remedy: 'Nichts zu tun: die erste Entscheidung gilt. Für eine Korrektur eine neue Nachricht senden.',
  },
  'alarm-unknown': {
    title: 'Unbekannter Alarm',
    remedy: 'Die Kennung des Alarms prüfen; dienstweg alarms list zeigt die offenen.',
  },
  'alarm-not-open': {
    title: 'Dieser Alarm ist nicht mehr offen',
    remedy: 'Den jetzigen Stand ansehen: Er wurde inzwischen quittiert oder ist vorbei.',
  },
  'receipt-invalid': {
    title: 'Die Quittung ist ungültig',
    remedy: 'Die Quittung mit dem eingetragenen Schlüssel des Lesers über genau diese Zustellung ausstellen.',
  },
  'not-found': {
    title: 'Nicht gefunden',
    remedy: 'Die Adresse prüfen.',
  },
  'method-not-allowed': {
    title: 'An dieser Adresse geht das nicht',
    remedy:
      'Eine der Methoden verwenden, die die Antwort nennt (Allow), oder eine andere Adresse: /openapi.json beschreibt alle.',
  },
  'request-invalid': {
    title: 'Die Anfrage ist ungültig',
    remedy: 'Die Anfrage nach der Beschreibung der Schnittstelle (/openapi.json) berichtigen.',
  },
  'registry-change-invalid': {
    title: 'Die Änderung am Verzeichnis ist ungültig',
    remedy: 'Die genannten Einträge berichtigen; übernommen wurde nichts davon.',
  },
  'message-type-invalid': {
    title: 'Der Nachrichtentyp ist nicht in Ordnung',
    remedy: 'Die genannten Stellen berichtigen; was in Kraft war, bleibt.',
  },
  'registry-conflict': {
    title: 'Die Änderung widerspricht dem Verzeichnis',
    remedy: 'Den heutigen Stand holen, die Änderung darauf abstimmen und erneut einreichen.',
  },
  'approval-refused': {
    title: 'Diese Genehmigung zählt nicht',
    remedy: 'Lassen Sie eine zweite Registratur mit eigenem Schlüssel und eigenem Namen entscheiden.',
  },
  'backup-unusable': {
    title: 'Die Sicherung ist nicht zu gebrauchen',
    remedy: 'Eine andere Sicherung nehmen, oder den richtigen Schlüssel.',
  },
  'backup-unproven': {
    title: 'Nichts zeigt, wer diese Sicherung gemacht hat',
    remedy:
      'Mit --fingerprint den Fingerabdruck angeben, der beim Sichern ausgegeben wurde. Ist er verloren: --unproven, aber nur, wenn niemand sonst dort schreiben konnte, wo sie lag.',
  },
  'home-occupied': {
    title: 'Dieses Verzeichnis ist nicht leer',
    remedy: 'Ein anderes DIENSTWEG_HOME wählen, oder mit --replace das Vorhandene beiseitelegen.',
  },
  'usage-error': {
    title: 'Falscher Aufruf',
    remedy: 'Den Aufruf mit --help vergleichen.',
  },
  'system-not-running': {
    title: 'Das System läuft nicht',
    remedy: 'Mit „dienstweg up“ starten; „dienstweg doctor“ nennt, was fehlt.',
  },
  'session-required': {
    title: 'Keine Anmeldung, oder sie ist abgelaufen',
    remedy: 'Anmelden und den Aufruf wiederholen; auf diesem Rechner gibt „npx dienstweg console“ einen Link.',
  },
  'sign-in-refused': {
    title: 'Die Anmeldung wurde nicht angenommen',
    remedy: 'Von vorn beginnen; ein Link gilt einmal und zehn Minuten, und wer sich anmeldet, braucht eine Rolle.',
  },
  'permission-missing': {
    title: 'Dafür fehlt das Recht',
    remedy: 'Jemanden bitten, der die Rolle hat, oder sich die Rolle geben lassen.',
  },
  'request-forged': {
    title: 'Der Aufruf kommt nicht von den Seiten der Konsole',
    remedy: 'Die Seite neu laden und es von dort aus wiederholen.',
  },
  'misdirected-request': {
    title: 'Unter diesem Namen antwortet hier niemand',
    remedy: 'Die Adresse verwenden, unter der dieses System bekannt ist; bei der Konsole die beim Start genannte.',
  },
  'changed-meanwhile': {
    title: 'Inzwischen hat sich das geändert',
    remedy: 'Den jetzigen Stand ansehen und neu entscheiden; es wurde nichts getan.',
  },
  'too-many-live-connections': {
    title: 'Zu viele offene Verbindungen für laufende Neuigkeiten',
    remedy:
      'Nichts zu tun: Die Seite fragt von selbst in Abständen nach. Nicht mehr gebrauchte Fenster schließen hilft.',
  },
  'key-elsewhere': {
    title: 'Der Schlüssel dafür ist nicht hier',
    remedy: 'Den genannten Befehl dort ausführen, wo der Schlüssel liegt.',
  },
  'content-unavailable': {
    title: 'Der Inhalt ist nicht mehr da, oder diese Nachricht hatte nie einen hier',
    remedy: 'Der Verlauf und die Quittungen bleiben; den Inhalt hat der Autor.',
  },
} as const satisfies Partial<Readonly<Record<ProblemCode, Text>>>;
