-- Version 3: the row of the instance whose child an instance is.
ALTER TABLE instance ADD COLUMN parent_iid INTEGER;

CREATE INDEX instance_parent ON instance (parent_iid) WHERE parent_iid IS NOT NULL;
