/** The tables of the view. A change of shape raises {@link SCHEMA_VERSION}: an older file is thrown away and rebuilt. */

/** Kept in `PRAGMA user_version`. */
export const SCHEMA_VERSION = 3;

/** Positions of events: stream sequence × this + place in the array of that sequence. */
export const EVENTS_PER_SEQUENCE = 65_536;

/** States of deliveries as SQL lists: those in which only few are at any time, so that an index of them stays small. */
export const OPEN_STATES = "'delivering', 'waiting', 'in-mailbox'";
export const UNHAPPY_STATES = "'dead-letter', 'expired', 'rejected-by-reader'";

export const SCHEMA = `
CREATE TABLE positions (stream TEXT PRIMARY KEY, sequence INTEGER NOT NULL, epoch TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE counts (name TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE messages (
  sequence INTEGER PRIMARY KEY,
  message_id TEXT NOT NULL, author TEXT NOT NULL, sender TEXT NOT NULL,
  type_code TEXT NOT NULL, type_version TEXT NOT NULL,
  accepted_at TEXT NOT NULL, edition INTEGER NOT NULL, size_bytes INTEGER NOT NULL,
  requester TEXT, responder TEXT, conversation TEXT, in_reply_to TEXT, test INTEGER NOT NULL,
  parts TEXT NOT NULL, receipt TEXT NOT NULL
);
CREATE UNIQUE INDEX message_by_id ON messages (message_id, author);
CREATE INDEX message_by_time ON messages (accepted_at);
CREATE INDEX message_by_author ON messages (author, sequence);
CREATE INDEX message_by_sender ON messages (sender, sequence) WHERE sender <> author;
CREATE INDEX message_by_requester ON messages (requester) WHERE requester IS NOT NULL;
CREATE INDEX message_by_responder ON messages (responder) WHERE responder IS NOT NULL;
CREATE INDEX message_by_answered ON messages (in_reply_to) WHERE in_reply_to IS NOT NULL;
CREATE INDEX message_by_conversation ON messages (conversation) WHERE conversation IS NOT NULL;

-- next_at: when to look again; null when it is kept. All in milliseconds since 1970
CREATE TABLE deadlines (
  message INTEGER PRIMARY KEY, at_risk_at INTEGER NOT NULL, due_at INTEGER NOT NULL, expects TEXT NOT NULL,
  deadline TEXT NOT NULL, next_at INTEGER
);
CREATE INDEX deadline_by_next ON deadlines (next_at) WHERE next_at IS NOT NULL;

-- a row may begin with an event: then role and parts are unknown and message is null until the message is seen
CREATE TABLE deliveries (
  delivery_id TEXT PRIMARY KEY,
  message INTEGER, place INTEGER NOT NULL DEFAULT 0,
  message_id TEXT NOT NULL, author TEXT NOT NULL, reader TEXT NOT NULL,
  role TEXT NOT NULL DEFAULT '', parts TEXT NOT NULL DEFAULT '[]',
  state TEXT NOT NULL, round INTEGER NOT NULL, code TEXT, next_attempt_at TEXT
) WITHOUT ROWID;
CREATE INDEX delivery_by_message ON deliveries (message_id, author);
CREATE INDEX delivery_by_reader ON deliveries (reader, message);
CREATE INDEX delivery_open ON deliveries (message) WHERE state IN (${OPEN_STATES});
CREATE INDEX delivery_open_by_author ON deliveries (author, message) WHERE state IN (${OPEN_STATES});
CREATE INDEX delivery_unhappy ON deliveries (message) WHERE state IN (${UNHAPPY_STATES});

-- history: the delivery's id; of a refusal the event's own id
CREATE TABLE events (
  position INTEGER PRIMARY KEY,
  history TEXT NOT NULL, step TEXT NOT NULL,
  type TEXT NOT NULL, at TEXT NOT NULL, node TEXT NOT NULL,
  message_id TEXT, author TEXT, reader TEXT, sender TEXT, peer TEXT, claimed_author TEXT, claimed_code TEXT, claimed_version TEXT, size_bytes INTEGER,
  code TEXT, attempt INTEGER, reason_code TEXT, next_attempt_at TEXT, receipt TEXT
);
CREATE UNIQUE INDEX event_once ON events (history, step);
CREATE INDEX event_by_author ON events (author, position) WHERE author IS NOT NULL;
CREATE INDEX event_by_reader ON events (reader, position) WHERE reader IS NOT NULL;
CREATE INDEX event_by_sender ON events (sender, position) WHERE sender IS NOT NULL;
CREATE INDEX event_by_peer ON events (peer, position) WHERE peer IS NOT NULL;
CREATE INDEX refusal_by_id ON events (message_id) WHERE type = 'message-refused';
`;
