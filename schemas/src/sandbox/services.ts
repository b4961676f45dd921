/** Services and regions of the sandbox, by name. Keys are invented: LeiKa group 999, ARS state 99, Dutch codes 99xx. */
import { parseRegionId, parseServiceId, type RegionId, type ServiceId } from '../identifiers.ts';

const service = (text: string): ServiceId => {
  const id = parseServiceId(text);
  if (id === undefined) throw new Error(`${text} is no service`);
  return id;
};
const region = (text: string): RegionId => {
  const id = parseRegionId(text);
  if (id === undefined) throw new Error(`${text} is no region`);
  return id;
};

/** Services that responsibilities are about. */
export const SANDBOX_SERVICES = {
  businessNotice: service('leika:99999050012000'),
  noticeOfArrival: service('leika:99999115005000'),
  certificateOfRegistration: service('leika:99999115004000'),
  noticeOfDeparture: service('leika:99999115006000'),
  buildingApplication: service('leika:99999012001000'),
  postalVoting: service('leika:99999061001000'),
  proofOfBirth: service('leika:99999091001000'),
  recordsToArchive: service('leika:99999080001000'),
  invoiceToAuthority: service('leika:99999107001000'),
  contractNotice: service('leika:99999108001000'),
} as const;

/** Regions that flows and responsibilities are about. */
export const SANDBOX_REGIONS = {
  emsmark: region('ars:990000000000'),
  moorland: region('ars:990100000000'),
  geestrand: region('ars:990200000000'),
  quellhorn: region('ars:990100007007'),
  fehnwolde: region('ars:990105401000'),
  fehnhusen: region('ars:990105401041'),
  torfdorf: region('ars:990105401042'),
  wiekmoor: region('ars:990105401043'),
  altenfehr: region('ars:990200003003'),
  hochwarden: region('ars:990200009009'),
  suederlueh: region('ars:990200011011'),
  nebelrade: region('ars:990200012012'),
  courtDistrict: region('area:gerichtsbezirk-quellhorn'),
  westerdiep: region('nl-gemeente:9901'),
  veenbeek: region('nl-gemeente:9902'),
} as const;
