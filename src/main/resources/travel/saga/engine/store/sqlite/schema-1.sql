-- Version 1. Statements end with a semicolon at the end of a line.
CREATE TABLE meta (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE instance (
  iid INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  generation INTEGER NOT NULL,
  execution_id TEXT NOT NULL,
  name TEXT NOT NULL,
  status INTEGER NOT NULL,
  created_millis INTEGER NOT NULL,
  updated_millis INTEGER NOT NULL,
  completed_millis INTEGER,
  start_at_millis INTEGER,
  input TEXT,
  output TEXT,
  custom_status TEXT,
  failure BLOB,
  history_length INTEGER NOT NULL,
  history_bytes INTEGER NOT NULL,
  last_turn_millis INTEGER NOT NULL
);

-- One row a turn: a serialised chunk of events, the first of which is number seq.
CREATE TABLE history (
  iid INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  events BLOB NOT NULL,
  PRIMARY KEY (iid, seq)
) WITHOUT ROWID;

CREATE TABLE inbox (
  iid INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  event BLOB NOT NULL,
  PRIMARY KEY (iid, seq)
) WITHOUT ROWID;

CREATE TABLE task (
  iid INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  event_id INTEGER NOT NULL,
  PRIMARY KEY (iid, generation, event_id)
) WITHOUT ROWID;

CREATE TABLE timer (
  iid INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  timer_id INTEGER NOT NULL,
  fire_at_millis INTEGER NOT NULL,
  PRIMARY KEY (iid, generation, timer_id)
) WITHOUT ROWID;

CREATE TABLE state (
  store TEXT NOT NULL,
  key TEXT NOT NULL,
  value BLOB NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (store, key)
) WITHOUT ROWID;

CREATE TABLE event (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  pubsub TEXT NOT NULL,
  topic TEXT NOT NULL,
  event_id TEXT,
  content_type TEXT NOT NULL,
  data BLOB NOT NULL,
  metadata TEXT NOT NULL,
  published_millis INTEGER NOT NULL,
  UNIQUE (pubsub, topic, event_id)
);
