package travel.saga.dapr;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import travel.saga.dapr.LogPage.Entry;
import travel.saga.reservation.Reservation;
import travel.saga.reservation.ReservationId;
import travel.saga.reservation.ReservationStatus;
import travel.saga.reservation.Stages;

/**
 * Finds the reservations of one shard of the log that are not settled. Remembers which entries are,
 * so that each record is read until it is settled and not again; and leaves the oldest page behind
 * once it is full, carrying on what is not settled there, so that what is looked through stays as
 * small as what is going on.
 */
final class ReservationScan {
  private static final int READS_AT_ONCE = 16;

  private final ReservationLog log;
  private final int shard;
  private final Function<ReservationId, CompletionStage<Optional<Reservation>>> records;
  private final Map<Integer, List<Entry>> fullPages = new ConcurrentHashMap<>();
  private final Set<Entry> settled = ConcurrentHashMap.newKeySet();

  ReservationScan(
      ReservationLog log,
      int shard,
      Function<ReservationId, CompletionStage<Optional<Reservation>>> records) {
    this.log = log;
    this.shard = shard;
    this.records = records;
  }

  /** An entry and what its record says, if there is one by now. */
  private record Looked(Entry entry, Optional<Reservation> record) {}

  /** Records that are open or at ATTENTION, in the order of their ids. */
  CompletionStage<List<Reservation>> unsettled() {
    return log.last(shard)
        .thenCompose(
            last ->
                pages(last.page())
                    .thenCompose(this::look)
                    .thenCompose(looked -> leaveOldest(last).thenApply(left -> open(looked))));
  }

  /** Ids of which this process does not know that they are settled; some may be. */
  CompletionStage<List<ReservationId>> candidates() {
    return log.last(shard)
        .thenCompose(last -> pages(last.page()))
        .thenApply(
            entries ->
                entries.stream().filter(this::isUnsettled).map(Entry::id).distinct().toList());
  }

  /** All entries of interest, page by page. */
  private CompletionStage<List<Entry>> pages(LogPage last) {
    forgetBefore(last.first());
    List<Integer> numbers = new ArrayList<>();
    for (int number = last.first(); number < last.number(); number++) {
      numbers.add(number);
    }
    return Stages.each(numbers, READS_AT_ONCE, this::fullPage)
        .thenApply(
            pages -> {
              List<Entry> entries = new ArrayList<>();
              pages.forEach(entries::addAll);
              entries.addAll(last.entries());
              return entries;
            });
  }

  private CompletionStage<List<Entry>> fullPage(int number) {
    List<Entry> known = fullPages.get(number);
    if (known != null) {
      return CompletableFuture.completedStage(known);
    }
    return log.full(shard, number)
        .thenApply(
            entries -> {
              fullPages.put(number, entries);
              return entries;
            });
  }

  private void forgetBefore(int first) {
    fullPages
        .entrySet()
        .removeIf(
            page -> {
              boolean leftBehind = page.getKey() < first;
              if (leftBehind) {
                settled.removeAll(Set.copyOf(page.getValue()));
              }
              return leftBehind;
            });
  }

  private CompletionStage<List<Looked>> look(List<Entry> entries) {
    List<Entry> unknown = entries.stream().filter(this::isUnsettled).toList();
    return Stages.each(unknown, READS_AT_ONCE, this::look);
  }

  private CompletionStage<Looked> look(Entry entry) {
    return records
        .apply(entry.id())
        .thenApply(
            record -> {
              if (record.map(r -> isSettled(r, entry)).orElse(entry.isGivenUp(log.now()))) {
                settled.add(entry);
              }
              return new Looked(entry, record);
            });
  }

  /** One that is entered again is about to be opened again: its record is written behind. */
  private boolean isSettled(Reservation record, Entry entry) {
    return isSettled(record) && (!entry.again() || entry.isGivenUp(log.now()));
  }

  private static boolean isSettled(Reservation record) {
    return !record.status().isOpen() && record.status() != ReservationStatus.ATTENTION;
  }

  private static List<Reservation> open(List<Looked> looked) {
    Set<ReservationId> seen = new HashSet<>();
    return looked.stream()
        .map(Looked::record)
        .flatMap(Optional::stream)
        .filter(record -> !isSettled(record))
        .filter(record -> seen.add(record.id()))
        .sorted(Comparator.comparing(record -> record.id().value()))
        .toList();
  }

  /**
   * As many full pages as hold nothing that is young; whoever is not the quickest tries later. To a
   * full page nothing is added: it may have been copied already, without what would be carried on.
   */
  private CompletionStage<Boolean> leaveOldest(ReservationLog.Read last) {
    LogPage page = last.page();
    if (page.isFull()) {
      return CompletableFuture.completedStage(false);
    }
    List<Entry> carried = new ArrayList<>();
    int next = page.first();
    for (; next < page.number() && carried.size() < LogPage.SIZE; next++) {
      List<Entry> unsettled =
          fullPages.getOrDefault(next, List.of()).stream().filter(this::isUnsettled).toList();
      if (!unsettled.stream().allMatch(entry -> entry.isStraggler(log.now()))) {
        break;
      }
      carried.addAll(unsettled);
    }
    return next == page.first()
        ? CompletableFuture.completedStage(false)
        : log.replaceLast(shard, last, page.leaving(next, carried));
  }

  private boolean isUnsettled(Entry entry) {
    return !settled.contains(entry);
  }
}
