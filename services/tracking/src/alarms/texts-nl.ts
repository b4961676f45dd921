import type { AlarmTexts } from './texts.ts';

export const ALARM_TEXTS_NL: AlarmTexts = {
  'message-undelivered': {
    text: 'Het oudste bericht dat zijn lezer niet heeft bereikt, is {value} geleden aangenomen (grens {limit}).',
    remedy:
      'Bekijk welk: dienstweg messages find --state waiting. Kijk naar onderbroken verbindingen en onbestelbare zendingen, en of de bezorging werkt: dienstweg status.',
  },
  'deadline-at-risk': {
    text: 'Berichten waarvan de termijn bijna afloopt terwijl niet gebeurd is wat zij vraagt: {value}.',
    remedy: 'Zoek de gebeurtenissen deadline-at-risk (dienstweg trace BERICHT) en bel wie aan zet is.',
  },
  'deadline-missed': {
    text: 'Berichten waarvan de termijn verstreken is terwijl niet gebeurd is wat zij vraagt: {value}.',
    remedy: 'Zoek de gebeurtenissen deadline-missed en answer-overdue (dienstweg trace BERICHT) en bel wie aan zet is.',
  },
  'certificate-expiring': {
    text: 'Een certificaat van {about} eindigt over {value}; er is geen opvolger ingeschreven.',
    remedy:
      'Vernieuw het zolang het oude nog geldt, zodat beide een tijd bekend zijn: dienstweg cert renew (bij een eigen certificaatautoriteit: cert request, import en use). Van een organisatie: vraag het nieuwe certificaat op en schrijf het in.',
  },
  'revocation-list-due': {
    text: 'De intrekkingslijst waar {about} zich naar richt, moet over {value} vernieuwd zijn; na de respijttijd wordt elk certificaat geweigerd.',
    remedy: 'Haal of maak een nieuwe lijst: dienstweg cert crl. Ga na waarom zij niet vanzelf vernieuwd is.',
  },
  'circuit-open': {
    text: 'Aan {about} is al {value} niets bezorgd: het knooppunt daar faalt.',
    remedy:
      'Bel de beheerder van dat knooppunt. Er gaat niets verloren; zodra het antwoordt, gaat het vanzelf verder. De oorzaak: dienstweg messages find --reader {about} --state waiting.',
  },
  'stream-lag': {
    text: 'Opgeslagen berichten van {about} die nog niet verwerkt zijn: {value} (grens {limit}).',
    remedy:
      'Dat wordt vanzelf ingehaald. Blijft het zo: bekijk de belasting van de machine en het logboek van de dienst.',
  },
  'stream-full': {
    text: 'De stroom {about} is voor {value} vol; is hij vol, dan wordt niets meer aangenomen.',
    remedy: 'Verhoog de grens of verwijder wat zijn bewaartermijn voorbij is.',
  },
  'disk-full': {
    text: 'De schijf van {about} is voor {value} vol.',
    remedy: 'Maak ruimte, of verhuis naar een grotere schijf. Op een volle schijf wordt niets meer aangenomen.',
  },
  'failure-rate': {
    text: '{value} van de bezorgpogingen van het laatste kwartier is mislukt (grens {limit}).',
    remedy:
      'Wat op gelijke wijze mislukte, toont dienstweg dead-letters list --group en de foutenpagina van de console.',
  },
  'dead-letters': {
    text: 'Zendingen die onbestelbaar zijn geworden: {value}.',
    remedy:
      'De reden toont dienstweg dead-letters list --group. Verhelp de oorzaak; herhaal ze dan, leid ze om of geef ze terug.',
  },
  'mailbox-waiting': {
    text: '{about} heeft de oudste zending in zijn postbus al {value} niet opgehaald.',
    remedy: 'Bel de organisatie. Zij kreeg een e-mail als de gids haar adres kent.',
  },
  'service-not-ready': {
    text: 'Het proces {about} is al {value} niet gereed.',
    remedy: 'Wat eraan schort, zegt dienstweg status en het logboek.',
  },
};
