/** All commands. Each is loaded when it is called, so that a call pays only for itself. */
import type { ListedCommand } from './args/command.ts';
import { OPERATING_COMMANDS } from './operating-commands.ts';
import { WORKSHOP_COMMANDS } from './workshop-commands.ts';

/** The commands in the order of help. */
export const COMMANDS: readonly ListedCommand[] = [
  {
    name: 'start',
    summary: 'start everything with sandbox authorities and send the sample flows',
    load: async () => (await import('./commands/start.ts')).start,
  },
  {
    name: 'up',
    summary: 'start NATS, Redis and all services, and stay until Ctrl-C',
    load: async () => (await import('./commands/up.ts')).up,
  },
  {
    name: 'down',
    summary: 'stop what was started in this home',
    load: async () => (await import('./commands/down.ts')).down,
  },
  {
    name: 'status',
    summary: 'what runs, and whether it is ready',
    load: async () => (await import('./commands/status.ts')).status,
  },
  {
    name: 'restart',
    summary: 'restart services one after another, so that nobody is refused for longer than that takes',
    load: async () => (await import('./commands/restart.ts')).restart,
  },
  {
    name: 'doctor',
    summary: 'look for what is wrong: versions, durability, clock, certificates, disk',
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
  {
    name: 'console',
    summary: 'a one-time link into the operators’ console',
    load: async () => (await import('./commands/console.ts')).consoleLink,
  },
  {
    name: 'message create',
    summary: 'build and sign a message without sending it',
    load: async () => (await import('./commands/message-create.ts')).messageCreate,
  },
  {
    name: 'message verify',
    summary: 'check signature, parts and schema of a message, offline',
    load: async () => (await import('./commands/message-verify.ts')).messageVerify,
  },
  {
    name: 'message reply',
    summary: 'send a message back, pass it on, ask after it: a message about a message',
    load: async () => (await import('./commands/message-reply.ts')).messageReply,
  },
  {
    name: 'send',
    summary: 'hand a message in, from a file or made from options',
    load: async () => (await import('./commands/send.ts')).send,
  },
  {
    name: 'inbox',
    summary: 'everything delivered to an authority; fetch, accept, reject',
    load: async () => (await import('./commands/inbox.ts')).inbox,
  },
  {
    name: 'trace',
    summary: 'all events of a message',
    load: async () => (await import('./commands/trace.ts')).trace,
  },
  {
    name: 'messages find',
    summary: 'where is my message?',
    load: async () => (await import('./commands/messages-find.ts')).messagesFind,
  },
  {
    name: 'failures',
    summary: 'what failed, in groups of the same problem',
    load: async () => (await import('./commands/failures.ts')).failures,
  },
  {
    name: 'tracking status',
    summary: 'where the view of messages stands',
    load: async () => (await import('./commands/tracking-status.ts')).trackingStatus,
  },
  {
    name: 'tracking rebuild',
    summary: 'make the view of messages anew while the former one answers',
    load: async () => (await import('./commands/tracking-rebuild.ts')).trackingRebuild,
  },
  {
    name: 'route',
    summary: 'who is responsible for a service in a region, and why',
    load: async () => (await import('./commands/route.ts')).route,
  },
  {
    name: 'registry import',
    summary: 'record entries from tables, JSON or a code list, signed by this home’s registrar',
    load: async () => (await import('./commands/registry-import.ts')).registryImport,
  },
  {
    name: 'registry export',
    summary: 'the directory’s entries, as JSON or as tables',
    load: async () => (await import('./commands/registry-export.ts')).registryExport,
  },
  {
    name: 'registry diff',
    summary: 'what a file says otherwise than the directory, or than another file',
    load: async () => (await import('./commands/registry-diff.ts')).registryDiff,
  },
  {
    name: 'registry history',
    summary: 'every recorded change, or those of one entry: who asked for it, when and why',
    load: async () => (await import('./commands/registry-history.ts')).registryHistory,
  },
  {
    name: 'registry add',
    summary: 'add one entry to the directory',
    load: async () => (await import('./commands/registry-add.ts')).registryAdd,
  },
  {
    name: 'registry close',
    summary: 'close an entry on a date',
    load: async () => (await import('./commands/registry-close.ts')).registryClose,
  },
  {
    name: 'registry merge',
    summary: 'merge authorities into one on a date',
    load: async () => (await import('./commands/registry-merge.ts')).registryMerge,
  },
  {
    name: 'registry preview',
    summary: 'what would be routed differently on a date, or after a change',
    load: async () => (await import('./commands/registry-preview.ts')).registryPreview,
  },
  {
    name: 'registry pending',
    summary: 'changes that wait for a second registrar',
    load: async () => (await import('./commands/registry-pending.ts')).registryPending,
  },
  {
    name: 'registry approve',
    summary: 'approve a change as second registrar',
    load: async () => (await import('./commands/registry-approve.ts')).registryApprove,
  },
  {
    name: 'registry withdraw',
    summary: 'withdraw a change that waits',
    load: async () => (await import('./commands/registry-withdraw.ts')).registryWithdraw,
  },
  {
    name: 'registry registrar',
    summary: 'another registrar of this home, with a key of its own',
    load: async () => (await import('./commands/registry-registrar.ts')).registryRegistrar,
  },
  ...WORKSHOP_COMMANDS,
  {
    name: 'message-type cut-over',
    summary: 'who takes which version when, and what a change of version would strand',
    load: async () => (await import('./commands/message-type-cut-over.ts')).messageTypeCutOver,
  },
  ...OPERATING_COMMANDS,
  {
    name: 'receipt verify',
    summary: 'check a receipt, offline',
    load: async () => (await import('./commands/receipt-verify.ts')).receiptVerify,
  },
  {
    name: 'cert issue',
    summary: 'a key and certificate from the development CA',
    load: async () => (await import('./commands/cert-issue.ts')).certIssue,
  },
  {
    name: 'cert use',
    summary: 'register a key that was made or brought, and take it into use',
    load: async () => (await import('./commands/cert-use.ts')).certUse,
  },
  {
    name: 'cert renew',
    summary: 'a new key and certificate of the development CA, registered and taken into use',
    load: async () => (await import('./commands/cert-renew.ts')).certRenew,
  },
  {
    name: 'cert request',
    summary: 'a key and a certificate signing request for a real CA',
    load: async () => (await import('./commands/cert-request.ts')).certRequest,
  },
  {
    name: 'cert import',
    summary: 'bring a key and certificate (PKCS#12) or an issued certificate (PEM) into this home',
    load: async () => (await import('./commands/cert-import.ts')).certImport,
  },
  {
    name: 'cert export',
    summary: 'a key and certificate as PKCS#12',
    load: async () => (await import('./commands/cert-export.ts')).certExport,
  },
  {
    name: 'cert list',
    summary: 'the certificates of this home and when they expire',
    load: async () => (await import('./commands/cert-list.ts')).certList,
  },
  {
    name: 'cert revoke',
    summary: 'revoke a certificate of the development CA',
    load: async () => (await import('./commands/cert-revoke.ts')).certRevoke,
  },
  {
    name: 'cert crl',
    summary: 'issue the revocation lists of the development CA anew',
    load: async () => (await import('./commands/cert-crl.ts')).certCrl,
  },
  {
    name: 'backup',
    summary: 'everything that is truth, consistent and sealed, while the system runs',
    load: async () => (await import('./commands/backup.ts')).backup,
  },
  {
    name: 'backup verify',
    summary: 'whether a backup is whole and can be opened',
    load: async () => (await import('./commands/backup-verify.ts')).backupVerify,
  },
  {
    name: 'restore',
    summary: 'bring a backup back, and name what is missing and who must hand in again',
    load: async () => (await import('./commands/restore.ts')).restore,
  },
  {
    name: 'bench',
    summary: 'load through the whole system and the floor, in one run',
    load: async () => (await import('./bench/command.ts')).bench,
  },
  ...later('evidence export', 'all proofs of a message'),
  ...later('evidence verify', 'check proofs, offline'),
];

function later(name: string, summary: string): readonly ListedCommand[] {
  return [
    {
      name,
      summary: `${summary} (not in this release)`,
      load: async () => (await import('./commands/later.ts')).notInThisRelease(name),
    },
  ];
}
