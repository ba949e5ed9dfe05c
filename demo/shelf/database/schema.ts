/** The channel of NOTIFY. */
export const CHANNEL = 'shelf';

/**
 * The tables. A trigger writes the events of the live feed: in the transaction of the change itself, so that there is
 * an event for every change that was kept, and for no other. Its lock puts events in the order of their numbers;
 * without it a number could appear after a higher one, which readers have passed.
 */
export const SCHEMA = `
  select pg_advisory_xact_lock(2100);  -- Processes that start at the same time do this one after the other.

  create table if not exists people (
    name text primary key,
    password text not null
  );
  create table if not exists sessions (
    token text primary key,
    person text not null references people on delete cascade,
    ends timestamptz not null
  );
  create table if not exists media (
    id integer generated always as identity primary key,
    title text not null,
    kind text not null,
    type text not null,
    bytes integer not null,
    name text not null,
    file text not null unique,
    owner text not null references people,
    added timestamptz not null default now()
  );
  create table if not exists links (
    code text primary key,
    media integer not null unique references media on delete cascade
  );
  create table if not exists events (
    id integer generated always as identity primary key,
    name text not null,
    media integer not null
  );

  create or replace function note_change() returns trigger language plpgsql as $$
  begin
    perform pg_advisory_xact_lock(2101);
    insert into events (name, media) values (
      case tg_op when 'INSERT' then 'added' else 'removed' end,
      case tg_op when 'INSERT' then new.id else old.id end
    );
    perform pg_notify('${CHANNEL}', '');
    return null;
  end $$;
  create or replace trigger note_change after insert or delete on media for each row execute function note_change();
`;
