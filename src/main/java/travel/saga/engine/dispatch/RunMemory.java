package travel.saga.engine.dispatch;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The runs in memory; forgets those that nobody uses, the longest unused first. */
final class RunMemory {
  private static final long BYTES_PER_EVENT = 200;

  private final long cachedBytes;
  private final Map<String, LiveRun> byId = new HashMap<>();
  private final Map<String, Long> unused = new LinkedHashMap<>(); // id to size, oldest first
  private long unusedBytes;

  /**
   * @param cachedBytes roughly the memory for those that nobody uses
   */
  RunMemory(long cachedBytes) {
    this.cachedBytes = cachedBytes;
  }

  @Nullable LiveRun get(String id) {
    return byId.get(id);
  }

  void add(LiveRun run) {
    byId.put(run.id, run);
  }

  /** Takes the run out, unless another one is in its place. */
  void remove(LiveRun run) {
    byId.remove(run.id, run);
    release(run.id);
  }

  int size() {
    return byId.size();
  }

  /** Keeps the run in memory until it is unpinned as often. */
  void pin(LiveRun run) {
    run.pins++;
    release(run.id);
  }

  void unpin(LiveRun run) {
    run.pins--;
    if (byId.get(run.id) == run) {
      settle(run);
    }
  }

  /** Marks the run as one to forget when memory is short, if nobody uses it. */
  void settle(LiveRun run) {
    release(run.id);
    if (!run.isUnused()) {
      return;
    }
    var extent = run.history.instance().extent();
    long size = extent.bytes() + BYTES_PER_EVENT * (extent.length() + 2L);
    unused.put(run.id, size);
    unusedBytes += size;
    var oldest = unused.entrySet().iterator();
    while (unusedBytes > cachedBytes && oldest.hasNext()) {
      var entry = oldest.next();
      byId.remove(entry.getKey());
      unusedBytes -= entry.getValue();
      oldest.remove();
    }
  }

  /** The run is in use. */
  void release(String id) {
    Long size = unused.remove(id);
    if (size != null) {
      unusedBytes -= size;
    }
  }
}
