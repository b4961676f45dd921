/** Which handler answers which route. */
import type { Bus } from '@dienstweg/infra/bus/connect.ts';
import type { Home } from '@dienstweg/infra/home.ts';
import { assignOne, replayOne } from './act/deliveries.ts';
import type { Jobs } from './act/jobs.ts';
import { pauseHandlers } from './act/pause.ts';
import { handInRecord } from './act/record.ts';
import type { RecordAction } from './act/record-action.ts';
import type { Rejecting } from './act/reject.ts';
import { jobHandlers, replayMany } from './act/replay-many.ts';
import { returnOne } from './act/return.ts';
import { openApiDocument } from './api/openapi.ts';
import type { Site } from './api/shapes/session.ts';
import type { Examiner } from './examine/examiner.ts';
import type { Live } from './live/live.ts';
import { openLive } from './live/open-live.ts';
import type { CookieNames } from './receive/cookies.ts';
import type { Handlers } from './receive/server.ts';
import { acknowledgeAlarm, listAlarms } from './show/alarms.ts';
import { exportActions, listActions, listUsers } from './show/audit.ts';
import { listCertificates } from './show/certificates.ts';
import { askInWords, listAuthorities, showAuthority, showFlows, showRoute } from './show/directory.ts';
import { showDocument, showPart } from './show/document.ts';
import { listEditions, listPending, showEdition } from './show/editions.ts';
import { giveEvidence } from './show/evidence.ts';
import { exportMessages } from './show/export-messages.ts';
import { listClearing, listFailures, listMembers } from './show/failures.ts';
import { giveSample, listTypes, showType, validateFile } from './show/message-types.ts';
import { listMessages, listRefusals, showMessage, showRelated } from './show/messages.ts';
import type { MetricReader } from './show/metrics.ts';
import type { ViewNeeds } from './show/needs.ts';
import { showOperations } from './show/operations.ts';
import { showOverview } from './show/overview.ts';
import type { Readiness } from './show/readiness.ts';
import { listRecipients, lookAtRecipients } from './show/recipients.ts';
import { redeemLink, showSession, signOut } from './sign-in/handlers.ts';
import type { Sessions } from './sign-in/sessions.ts';

/** Everything the handlers are made from. */
export interface HandlerNeeds extends ViewNeeds {
  readonly bus: Bus;
  readonly directoryBehind: () => number;
  readonly examiner: Examiner;
  /** For what people try out. */
  readonly trying: Pick<Examiner, 'ask'>;
  readonly home: Home;
  readonly jobs: Jobs;
  readonly live: Live;
  readonly liveAtMost: number;
  readonly metrics: MetricReader;
  readonly readiness: () => Promise<readonly Readiness[]>;
  readonly recordAction: RecordAction;
  readonly sessions: Sessions;
  readonly signIn: {
    readonly cookies: () => CookieNames;
    readonly links: boolean;
    readonly linksFolder: string;
    readonly canReturn: boolean;
  };
  readonly site: Site;
  /** Absent: the key for it is elsewhere. */
  readonly rejecting?: Rejecting;
}

/** One for each route. */
export const handlersOf = (needs: HandlerNeeds): Handlers => {
  const { ask, directory, now, bus, examiner, home, jobs, live, recordAction, sessions } = needs;
  const recipients = lookAtRecipients(needs);
  const signIn = { sessions, live, directory, recordAction, now, ...needs.signIn };
  const replaying = { ask, directory, now, jobs, recordAction, recipients };
  const directories = { ask, directory, now, recipients };
  return {
    site: async () => needs.site,
    openapi: async () => openApiDocument(),
    redeemLink: redeemLink(signIn),
    session: showSession(signIn),
    signOut: signOut(signIn),
    live: openLive(live),

    overview: showOverview(needs),

    messages: listMessages(needs),
    messagesExport: exportMessages(needs, recordAction),
    message: showMessage(needs),
    document: showDocument(needs),
    related: showRelated(needs),
    evidence: giveEvidence(needs, recordAction),
    showPart: showPart(needs),
    refusals: listRefusals(needs),

    failures: listFailures(needs),
    failureMembers: listMembers(needs),
    replay: replayMany(replaying),
    ...jobHandlers({ jobs, recordAction }),
    replayOne: replayOne(ask),
    assignOne: assignOne(needs),
    returnOne: returnOne(needs),
    clearing: listClearing(needs),
    recipients: listRecipients(needs),
    ...pauseHandlers({ ask, recipients }),

    authorities: listAuthorities(directories),
    authority: showAuthority(directories),
    history: listEditions({ directory }),
    edition: showEdition({ directory, bus }),
    pending: listPending({ ask }),
    record: handInRecord(ask, recordAction),
    route: showRoute(needs),
    ask: askInWords(needs),
    flows: showFlows(needs),

    messageTypes: listTypes(needs),
    messageType: showType(needs),
    sample: giveSample(needs),
    validate: validateFile(needs),

    certificates: listCertificates({ ask, directory, now, home, examiner }),
    operations: showOperations({
      ...needs,
      live: () => ({ connections: live.count(), atMost: needs.liveAtMost }),
    }),
    audit: listActions(needs),
    auditExport: exportActions(needs, recordAction),
    users: listUsers(sessions, now),
    alarms: listAlarms(needs),
    acknowledge: acknowledgeAlarm(needs),
  };
};
