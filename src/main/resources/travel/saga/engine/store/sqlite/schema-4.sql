-- Version 4: how many instances there are of each status, kept with every change of one. The
-- statements of a trigger end within their line: a semicolon at the end of one ends the trigger.
CREATE TABLE instance_count (
  status INTEGER PRIMARY KEY,
  instances INTEGER NOT NULL
);

INSERT INTO instance_count SELECT status, count(*) FROM instance GROUP BY status;

CREATE TRIGGER instance_created AFTER INSERT ON instance BEGIN
  INSERT INTO instance_count VALUES (new.status, 1)
    ON CONFLICT (status) DO UPDATE SET instances = instances + 1; END;

CREATE TRIGGER instance_dropped AFTER DELETE ON instance BEGIN
  UPDATE instance_count SET instances = instances - 1 WHERE status = old.status; END;

CREATE TRIGGER instance_changed AFTER UPDATE OF status ON instance WHEN new.status <> old.status BEGIN
  INSERT INTO instance_count VALUES (new.status, 1)
    ON CONFLICT (status) DO UPDATE SET instances = instances + 1; UPDATE instance_count
    SET instances = instances - 1 WHERE status = old.status; END;
