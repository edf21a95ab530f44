package travel.saga.engine.store.memory;

import io.dapr.durabletask.implementation.protobuf.OrchestratorService.HistoryEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import travel.saga.engine.history.Extent;
import travel.saga.engine.history.Identity;
import travel.saga.engine.history.Instance;
import travel.saga.engine.history.Progress;
import travel.saga.engine.store.Backlog;
import travel.saga.engine.store.Change;
import travel.saga.engine.store.HistoryStore.Expiring;
import travel.saga.engine.store.HistoryStore.Listed;
import travel.saga.engine.store.PreconditionFailedException;
import travel.saga.engine.store.StoreException;
import travel.saga.engine.store.StoredRun;

/** What a store keeps between two openings. Used by one thread at a time. */
public final class MemoryTables {
  private final TreeMap<Long, Row> rows = new TreeMap<>();
  private final Map<String, Long> numbers = new HashMap<>(); // by id
  private long epoch;
  private long purgedUntilMillis;

  /** Does all of it, or throws and has done nothing. */
  public void apply(List<Change> changes) {
    TreeMap<Long, @Nullable Row> before = new TreeMap<>();
    long purgedBefore = purgedUntilMillis;
    try {
      for (Change change : changes) {
        long row = rowOf(change);
        keep(row, before);
        if (change instanceof Change.Purge || change instanceof Change.Adopt) {
          childrenOf(row).forEach(child -> keep(child, before));
        }
        apply(row, change);
      }
    } catch (StoreException e) {
      before.forEach(this::putBack);
      purgedUntilMillis = purgedBefore;
      throw e;
    }
  }

  private void keep(long number, TreeMap<Long, @Nullable Row> before) {
    if (!before.containsKey(number)) {
      Row kept = rows.get(number);
      before.put(number, kept == null ? null : kept.copy());
    }
  }

  private List<Long> childrenOf(long parent) {
    return rows.entrySet().stream()
        .filter(entry -> Objects.equals(entry.getValue().parent, parent))
        .map(Map.Entry::getKey)
        .toList();
  }

  private void orphan(long parent) {
    childrenOf(parent).forEach(child -> row(child, child).parent = null);
  }

  private void putBack(long number, @Nullable Row row) {
    if (row == null) {
      remove(number);
    } else {
      keep(number, row);
    }
  }

  private void apply(long number, Change change) {
    if (change instanceof Change.Create create) {
      create(create.instance());
    } else if (change instanceof Change.Purge purge) {
      Row row = row(number, change);
      Row.expect(row.isCurrent(purge.generation()), change);
      remove(number);
      orphan(number);
      long last = row.instance.extent().lastTurnMillis();
      purgedUntilMillis = Math.max(purgedUntilMillis, last);
    } else if (change instanceof Change.Adopt adopt) {
      row(number, change).parent = adopt.parent();
      orphan(number);
    } else {
      row(number, change).apply(change);
    }
  }

  private Row row(long number, Object change) {
    Row row = rows.get(number);
    if (row == null) {
      throw new PreconditionFailedException("There is no row for: " + change);
    }
    return row;
  }

  private void create(Instance instance) {
    Identity identity = instance.identity();
    if (rows.containsKey(identity.row()) || row(identity.id()) != null) {
      throw new StoreException("The row or the id is there already: " + identity);
    }
    keep(identity.row(), new Row(inMillis(instance)));
  }

  private void keep(long number, Row row) {
    rows.put(number, row);
    numbers.put(row.id(), number);
  }

  /** The number may be another id's after the next opening, so the id forgets it. */
  private void remove(long number) {
    Row row = rows.remove(number);
    if (row != null) {
      numbers.remove(row.id(), number);
    }
  }

  public static long rowOf(Change change) {
    if (change instanceof Change.Create create) {
      return create.instance().identity().row();
    } else if (change instanceof Change.Renew renew) {
      return renew.instance().identity().row();
    } else if (change instanceof Change.Advance advance) {
      return advance.instance().identity().row();
    } else if (change instanceof Change.Receive receive) {
      return receive.row();
    } else if (change instanceof Change.Consume consume) {
      return consume.row();
    } else if (change instanceof Change.Keep keep) {
      return keep.row();
    } else if (change instanceof Change.ClearInbox clear) {
      return clear.row();
    } else if (change instanceof Change.OpenTask open) {
      return open.row();
    } else if (change instanceof Change.CloseTask close) {
      return close.row();
    } else if (change instanceof Change.DropTasks drop) {
      return drop.row();
    } else if (change instanceof Change.SetTimer set) {
      return set.row();
    } else if (change instanceof Change.FireTimer fire) {
      return fire.row();
    } else if (change instanceof Change.DropTimers drop) {
      return drop.row();
    } else if (change instanceof Change.Expire expire) {
      return expire.row();
    } else if (change instanceof Change.Adopt adopt) {
      return adopt.row();
    } else if (change instanceof Change.Purge purge) {
      return purge.row();
    }
    throw new IllegalArgumentException("Unknown: " + change);
  }

  public @Nullable Row row(long number) {
    return rows.get(number);
  }

  public @Nullable Row row(String id) {
    Long number = numbers.get(id);
    return number == null ? null : rows.get(number);
  }

  public List<Row> all() {
    return List.copyOf(rows.values());
  }

  Optional<StoredRun> load(String id) {
    return Optional.ofNullable(row(id)).map(this::stored);
  }

  /** All there is of the run in this row. */
  public StoredRun stored(Row row) {
    List<StoredRun.Received> received = new ArrayList<>();
    row.inbox.forEach((sequence, event) -> received.add(new StoredRun.Received(sequence, event)));
    List<String> activeChildren =
        childrenOf(row.instance.identity().row()).stream()
            .map(child -> row(child, child))
            .filter(child -> !child.instance.progress().isTerminal())
            .map(Row::id)
            .toList();
    return new StoredRun(
        row.instance, List.copyOf(row.history), received, List.copyOf(row.tasks), activeChildren);
  }

  List<String> children(long parent) {
    return childrenOf(parent).stream().map(child -> row(child, child).id()).toList();
  }

  List<Listed> list(long after, int limit) {
    return rows.tailMap(after, false).values().stream()
        .limit(limit)
        .map(row -> new Listed(row.instance.identity().row(), row.id()))
        .toList();
  }

  List<Expiring> expiring(int limit) {
    List<Expiring> all = new ArrayList<>();
    for (Row row : rows.values()) {
      if (row.purgeAt != null) {
        var identity = row.instance.identity();
        long lastTurn = row.instance.extent().lastTurnMillis();
        all.add(
            new Expiring(row.id(), identity.row(), identity.generation(), lastTurn, row.purgeAt));
      }
    }
    all.sort(Comparator.comparing(Expiring::at));
    return all.subList(0, Math.min(limit, all.size()));
  }

  /** Counts an opening. */
  void open() {
    epoch++;
  }

  public Backlog backlog() {
    List<String> unfinished = new ArrayList<>();
    List<Backlog.StoredTimer> timers = new ArrayList<>();
    long lastSequence = 0;
    long lastTurn = 0;
    for (Row row : rows.values()) {
      if (!row.inbox.isEmpty() || !row.tasks.isEmpty()) {
        unfinished.add(row.id());
      }
      if (!row.inbox.isEmpty()) {
        lastSequence = Math.max(lastSequence, row.inbox.lastKey());
      }
      if (!row.inbox.isEmpty() || !row.tasks.isEmpty() || !row.timers.isEmpty()) {
        lastTurn = Math.max(lastTurn, row.instance.extent().lastTurnMillis());
      }
      int generation = row.instance.identity().generation();
      row.timers.forEach(
          (timer, fireAt) ->
              timers.add(new Backlog.StoredTimer(row.id(), generation, timer, fireAt)));
    }
    long lastRow = rows.isEmpty() ? 0 : rows.lastKey();
    return new Backlog(epoch, unfinished, timers, lastRow, lastSequence, lastTurn);
  }

  public long purgedUntilMillis() {
    return purgedUntilMillis;
  }

  /** One instance and all that belongs to it; tasks and timers are of its present generation. */
  public static final class Row {
    private Instance instance;
    private final List<HistoryEvent> history = new ArrayList<>();
    private final TreeMap<Long, HistoryEvent> inbox = new TreeMap<>();
    private final TreeSet<Integer> tasks = new TreeSet<>();
    private final TreeMap<Integer, Instant> timers = new TreeMap<>();
    private @Nullable Instant purgeAt;
    private @Nullable Long parent;

    private Row(Instance instance) {
      this.instance = instance;
    }

    private Row copy() {
      Row copy = new Row(instance);
      copy.history.addAll(history);
      copy.inbox.putAll(inbox);
      copy.tasks.addAll(tasks);
      copy.timers.putAll(timers);
      copy.purgeAt = purgeAt;
      copy.parent = parent;
      return copy;
    }

    public String id() {
      return instance.identity().id();
    }

    public Instance instance() {
      return instance;
    }

    public List<HistoryEvent> history() {
      return List.copyOf(history);
    }

    /** By sequence number, which is the order of arrival. */
    public TreeMap<Long, HistoryEvent> inbox() {
      return new TreeMap<>(inbox);
    }

    public TreeSet<Integer> tasks() {
      return new TreeSet<>(tasks);
    }

    public TreeMap<Integer, Instant> timers() {
      return new TreeMap<>(timers);
    }

    /** When the ended run is to be purged; null for never. */
    public @Nullable Instant purgeAt() {
      return purgeAt;
    }

    /** The row of the instance whose child this is; null if it is nobody's. */
    public @Nullable Long parent() {
      return parent;
    }

    private void apply(Change change) {
      if (change instanceof Change.Renew renew) {
        renew(renew);
      } else if (change instanceof Change.Advance advance) {
        advance(advance);
      } else if (change instanceof Change.Receive receive) {
        expect(inbox.putIfAbsent(receive.sequence(), receive.event()) == null, change);
      } else if (change instanceof Change.Consume consume) {
        var taken = inbox.subMap(consume.first(), true, consume.last(), true);
        expect(taken.size() == consume.count(), change);
        taken.clear();
      } else if (change instanceof Change.Keep keep) {
        var kept = inbox.subMap(keep.first(), true, keep.last(), true);
        expect(kept.size() == keep.count(), change);
      } else if (change instanceof Change.ClearInbox) {
        inbox.clear();
      } else if (change instanceof Change.OpenTask open) {
        expect(isCurrent(open.generation()) && tasks.add(open.taskId()), change);
      } else if (change instanceof Change.CloseTask close) {
        expect(isCurrent(close.generation()) && tasks.remove(close.taskId()), change);
      } else if (change instanceof Change.DropTasks) {
        tasks.clear();
      } else if (change instanceof Change.SetTimer set) {
        Instant fireAt = Instant.ofEpochMilli(set.fireAt().toEpochMilli());
        expect(isCurrent(set.generation()), change);
        expect(timers.putIfAbsent(set.timerId(), fireAt) == null, change);
      } else if (change instanceof Change.FireTimer fire) {
        boolean set = isCurrent(fire.generation()) && timers.remove(fire.timerId()) != null;
        expect(set, change);
      } else if (change instanceof Change.DropTimers) {
        timers.clear();
      } else if (change instanceof Change.Expire expire) {
        purgeAt = cut(expire.at());
      } else {
        throw new IllegalArgumentException("Unknown: " + change);
      }
    }

    private boolean isCurrent(int generation) {
      return generation == instance.identity().generation();
    }

    private void renew(Change.Renew renew) {
      expect(renew.instance().identity().generation() - 1 == generation(), renew);
      expect(renew.expectedLength() == instance.extent().length(), renew);
      instance = inMillis(renew.instance());
      history.clear();
      inbox.clear();
      tasks.clear();
      timers.clear();
      purgeAt = null;
    }

    private void advance(Change.Advance advance) {
      expect(isCurrent(advance.instance().identity().generation()), advance);
      expect(advance.expectedLength() == instance.extent().length(), advance);
      instance = inMillis(advance.instance());
      history.addAll(advance.events());
    }

    private int generation() {
      return instance.identity().generation();
    }

    private static void expect(boolean met, Change change) {
      if (!met) {
        throw new PreconditionFailedException("The instance is not as expected by: " + change);
      }
    }
  }

  /** A row keeps times in whole milliseconds. */
  private static Instance inMillis(Instance instance) {
    Progress progress = instance.progress();
    Instant completed = progress.completed();
    Instant startAt = progress.startAt();
    Progress cut =
        new Progress(
            progress.status(),
            cut(progress.created()),
            cut(progress.updated()),
            completed == null ? null : cut(completed),
            startAt == null ? null : cut(startAt));
    Extent extent = instance.extent();
    return new Instance(instance.identity(), cut, instance.payloads(), extent);
  }

  private static Instant cut(Instant time) {
    return Instant.ofEpochMilli(time.toEpochMilli());
  }
}
