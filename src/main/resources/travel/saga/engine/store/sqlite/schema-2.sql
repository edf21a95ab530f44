-- Version 2: when an ended instance is to be purged.
ALTER TABLE instance ADD COLUMN purge_at_millis INTEGER;

CREATE INDEX instance_purge_at ON instance (purge_at_millis) WHERE purge_at_millis IS NOT NULL;
