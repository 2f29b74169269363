/** One step of the schema. Released steps are never edited: a change is a new one at the end, with the next number. */
export interface Migration {
  id: number
  name: string
  sql: string
}

/**
 * The schema of `memory.db`. Times are ms since 1970; booleans are 0 and 1. Tables with a full-text index have an explicit
 * integer key, because `VACUUM` may renumber implicit row ids and the index refers to them; the index keeps short beginnings of words,
 * because every search starts as one letter.
 */
export const migrations: readonly Migration[] = [
  {
    id: 1,
    name: 'conversations, turns, settings, sessions and audit',
    sql: `
      CREATE TABLE conversations (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        title TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        last_seq INTEGER NOT NULL DEFAULT 0,
        floor_seq INTEGER NOT NULL DEFAULT 0,
        removed_at INTEGER
      ) STRICT;
      CREATE INDEX conversations_newest ON conversations (updated_at, id) WHERE removed_at IS NULL;

      CREATE TABLE messages (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        conversation_id TEXT NOT NULL REFERENCES conversations (id),
        position INTEGER NOT NULL,
        role TEXT NOT NULL,
        content TEXT NOT NULL,
        parts TEXT NOT NULL,
        status TEXT NOT NULL,
        turn_id TEXT,
        usage TEXT,
        created_at INTEGER NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX messages_in_order ON messages (conversation_id, position);

      CREATE VIRTUAL TABLE conversation_words USING fts5 (
        title, content = 'conversations', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2',
        prefix = '1 2'
      );
      CREATE TRIGGER conversation_added AFTER INSERT ON conversations BEGIN
        INSERT INTO conversation_words (rowid, title) VALUES (new.number, new.title);
      END;
      CREATE TRIGGER conversation_changed AFTER UPDATE OF title ON conversations WHEN old.title <> new.title BEGIN
        INSERT INTO conversation_words (conversation_words, rowid, title) VALUES ('delete', old.number, old.title);
        INSERT INTO conversation_words (rowid, title) VALUES (new.number, new.title);
      END;
      CREATE TRIGGER conversation_deleted AFTER DELETE ON conversations BEGIN
        INSERT INTO conversation_words (conversation_words, rowid, title) VALUES ('delete', old.number, old.title);
      END;

      CREATE VIRTUAL TABLE message_words USING fts5 (
        content, content = 'messages', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2',
        prefix = '1 2'
      );
      CREATE TRIGGER message_added AFTER INSERT ON messages BEGIN
        INSERT INTO message_words (rowid, content) VALUES (new.number, new.content);
      END;
      CREATE TRIGGER message_changed AFTER UPDATE OF content ON messages WHEN old.content <> new.content BEGIN
        INSERT INTO message_words (message_words, rowid, content) VALUES ('delete', old.number, old.content);
        INSERT INTO message_words (rowid, content) VALUES (new.number, new.content);
      END;
      CREATE TRIGGER message_deleted AFTER DELETE ON messages BEGIN
        INSERT INTO message_words (message_words, rowid, content) VALUES ('delete', old.number, old.content);
      END;

      CREATE TABLE turns (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        conversation_id TEXT NOT NULL REFERENCES conversations (id),
        origin TEXT NOT NULL,
        status TEXT NOT NULL,
        request_id TEXT NOT NULL,
        message_id TEXT NOT NULL,
        continues TEXT,
        agent TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        started_at INTEGER,
        ended_at INTEGER,
        usage TEXT,
        error TEXT,
        used_file_tools INTEGER NOT NULL DEFAULT 0
      ) STRICT;
      CREATE UNIQUE INDEX turns_one_running ON turns (conversation_id) WHERE status = 'running';
      CREATE INDEX turns_open ON turns (conversation_id, number) WHERE status IN ('queued', 'running');
      CREATE INDEX turns_of_request ON turns (request_id, number);
      CREATE UNIQUE INDEX turns_continued ON turns (continues) WHERE continues IS NOT NULL;
      CREATE INDEX turns_with_changes ON turns (number) WHERE status = 'done' AND used_file_tools = 1;

      CREATE TABLE turn_events (
        conversation_id TEXT NOT NULL REFERENCES conversations (id),
        seq INTEGER NOT NULL,
        turn_id TEXT,
        type TEXT NOT NULL,
        data TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        PRIMARY KEY (conversation_id, seq)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX turn_events_of_turn ON turn_events (turn_id, seq) WHERE turn_id IS NOT NULL;

      CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

      CREATE TABLE sessions (
        id TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        token_hash TEXT NOT NULL UNIQUE,
        device TEXT NOT NULL,
        address TEXT NOT NULL,
        parent_id TEXT REFERENCES sessions (id) ON DELETE CASCADE,
        created_at INTEGER NOT NULL,
        last_seen_at INTEGER NOT NULL,
        expires_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX sessions_of_parent ON sessions (parent_id) WHERE parent_id IS NOT NULL;

      CREATE TABLE audit (
        number INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        action TEXT NOT NULL,
        address TEXT,
        device TEXT,
        detail TEXT
      ) STRICT;
    `,
  },
  {
    id: 2,
    name: 'files and engine sessions',
    sql: `
      CREATE TABLE files (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        media_type TEXT NOT NULL,
        size INTEGER NOT NULL,
        path TEXT NOT NULL UNIQUE,
        created_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE engine_sessions (
        conversation_id TEXT NOT NULL REFERENCES conversations (id),
        agent TEXT NOT NULL,
        session_id TEXT NOT NULL,
        updated_at INTEGER NOT NULL,
        PRIMARY KEY (conversation_id, agent)
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    id: 3,
    name: 'push subscriptions',
    sql: `
      CREATE TABLE push_subscriptions (
        session_id TEXT PRIMARY KEY REFERENCES sessions (id) ON DELETE CASCADE,
        endpoint TEXT NOT NULL UNIQUE,
        p256dh TEXT NOT NULL,
        auth TEXT NOT NULL,
        created_at INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    id: 4,
    name: 'passkeys',
    sql: `
      CREATE TABLE passkeys (
        id TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        host TEXT NOT NULL,
        public_key BLOB NOT NULL,
        counter INTEGER NOT NULL,
        is_synced INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        last_used_at INTEGER
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    id: 5,
    name: 'branches of conversations, and how far each was read',
    sql: `
      ALTER TABLE conversations ADD COLUMN family_id TEXT;
      ALTER TABLE conversations ADD COLUMN branched_conversation_id TEXT;
      ALTER TABLE conversations ADD COLUMN branched_message_id TEXT;
      ALTER TABLE conversations ADD COLUMN read_seq INTEGER NOT NULL DEFAULT 0;
      UPDATE conversations SET family_id = id, read_seq = last_seq;
      CREATE INDEX conversations_of_family ON conversations (family_id, updated_at, id) WHERE removed_at IS NULL;

      ALTER TABLE messages ADD COLUMN copy_of TEXT;
      ALTER TABLE messages ADD COLUMN variant_of TEXT;
      CREATE INDEX messages_copied ON messages (copy_of, number) WHERE copy_of IS NOT NULL;
      CREATE INDEX messages_with_variants ON messages (variant_of) WHERE variant_of IS NOT NULL;
    `,
  },
  {
    id: 6,
    name: 'devices that were signed in once, and the wrong codes of each',
    sql: `
      CREATE TABLE known_devices (
        token_hash TEXT PRIMARY KEY,
        last_used_at INTEGER NOT NULL,
        wrong_codes INTEGER NOT NULL DEFAULT 0
      ) STRICT, WITHOUT ROWID;
    `,
  },
  {
    id: 7,
    name: 'turns that wait for their owner',
    sql: 'ALTER TABLE turns ADD COLUMN needs_owner INTEGER NOT NULL DEFAULT 0;',
  },
]
