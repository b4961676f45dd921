import type { AlarmTexts } from './texts.ts';

export const ALARM_TEXTS_DE: AlarmTexts = {
  'message-undelivered': {
    text: 'Die älteste Nachricht, die ihren Leser nicht erreicht hat, wurde vor {value} angenommen (Grenze {limit}).',
    remedy:
      'Welche das ist, zeigt dienstweg messages find --state waiting. Nach unterbrochenen Leitungen und unzustellbaren Sendungen sehen, und ob die Zustellung läuft: dienstweg status.',
  },
  'deadline-at-risk': {
    text: 'Nachrichten, deren Frist bald abläuft, ohne dass geschehen ist, was sie verlangt: {value}.',
    remedy: 'Nach Ereignissen deadline-at-risk sehen (dienstweg trace NACHRICHT) und die Verpflichteten anrufen.',
  },
  'deadline-missed': {
    text: 'Nachrichten, deren Frist abgelaufen ist, ohne dass geschehen ist, was sie verlangt: {value}.',
    remedy:
      'Nach Ereignissen deadline-missed und answer-overdue sehen (dienstweg trace NACHRICHT) und die Verpflichteten anrufen.',
  },
  'certificate-expiring': {
    text: 'Ein Zertifikat von {about} endet in {value}; ein Nachfolger ist nicht eingetragen.',
    remedy:
      'Erneuern, solange das alte gilt, damit eine Zeit lang beide bekannt sind: dienstweg cert renew (bei einer eigenen Zertifizierungsstelle: cert request, import und use). Bei einer Behörde: das neue Zertifikat anfordern und eintragen.',
  },
  'revocation-list-due': {
    text: 'Die Sperrliste, nach der sich {about} richtet, ist in {value} fällig; nach der Nachfrist wird jedes Zertifikat abgewiesen.',
    remedy:
      'Eine neue Liste holen oder ausstellen: dienstweg cert crl. Klären, warum sie sich nicht selbst erneuert hat.',
  },
  'circuit-open': {
    text: 'An {about} wird seit {value} nichts zugestellt: Der Knoten dort antwortet nicht oder mit Fehlern.',
    remedy:
      'Den Betreiber des Knotens anrufen. Es geht nichts verloren; sobald er antwortet, geht es von selbst weiter. Die Ursache zeigt dienstweg messages find --reader {about} --state waiting.',
  },
  'stream-lag': {
    text: 'Gespeicherte Nachrichten von {about}, die noch nicht verarbeitet sind: {value} (Grenze {limit}).',
    remedy: 'Das holt sich von selbst auf. Dauert es an: Auslastung der Maschine und Protokoll des Dienstes ansehen.',
  },
  'stream-full': {
    text: 'Der Strom {about} ist zu {value} voll; ist er ganz voll, wird nichts mehr angenommen.',
    remedy: 'Die Grenze erhöhen oder löschen, was seine Aufbewahrungsfrist hinter sich hat.',
  },
  'disk-full': {
    text: 'Der Datenträger von {about} ist zu {value} voll.',
    remedy: 'Platz schaffen oder auf einen größeren umziehen. Ist er voll, wird nichts mehr angenommen.',
  },
  'failure-rate': {
    text: '{value} der Zustellversuche der letzten Viertelstunde sind gescheitert (Grenze {limit}).',
    remedy:
      'Was gleich gescheitert ist, zeigt dienstweg dead-letters list --group und die Seite der Fehler in der Konsole.',
  },
  'dead-letters': {
    text: 'Sendungen, die unzustellbar geworden sind: {value}.',
    remedy:
      'Den Grund zeigt dienstweg dead-letters list --group. Die Ursache beheben, dann wiederholen, umleiten oder zurückgeben.',
  },
  'mailbox-waiting': {
    text: '{about} hat die älteste Sendung in ihrem Postfach seit {value} nicht abgeholt.',
    remedy: 'Die Behörde anrufen. Sie wurde per E-Mail benachrichtigt, wenn das Verzeichnis ihre Adresse kennt.',
  },
  'service-not-ready': {
    text: 'Der Prozess {about} ist seit {value} nicht bereit.',
    remedy: 'Was ihm fehlt, sagt dienstweg status und sein Protokoll.',
  },
};
