/** Two invented Dutch municipalities across the border, known by OIN (test prefix 00000099). */
import type { SandboxAuthorityData } from './authority-data.ts';

/** Authorities of the Dutch side. */
export const authoritiesOnTheDutchSide: readonly SandboxAuthorityData[] = [
  {
    name: 'westerdiep.burgerzaken',
    id: 'oin:00000099900000001000',
    names: {
      de: 'Gemeinde Westerdiep, Einwohnerangelegenheiten',
      en: 'Municipality of Westerdiep, Civil Affairs',
      nl: 'Gemeente Westerdiep, Burgerzaken',
    },
    category: 'municipality/registration-office',
    otherIds: ['iso6523:0190:00000099900000001000'],
    contact: { email: 'burgerzaken@westerdiep.example', phone: '+31 00 901 0000' },
    region: 'nl-gemeente:9901',
    channel: 'push',
    behaviour: 'accept',
  },
  {
    name: 'veenbeek.burgerzaken',
    id: 'oin:00000099900000002000',
    names: {
      de: 'Gemeinde Veenbeek, Einwohnerangelegenheiten',
      en: 'Municipality of Veenbeek, Civil Affairs',
      nl: 'Gemeente Veenbeek, Burgerzaken',
    },
    category: 'municipality/registration-office',
    region: 'nl-gemeente:9902',
    channel: 'mailbox',
    behaviour: 'mailbox',
  },
];
