package travel.saga.reservation;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one sweep found.
 *
 * @param seen open reservations looked at
 * @param started workflows that an interrupted start had left out
 * @param died reservations whose workflow had ended without settling them; ATTENTION is announced
 * @param failed reservations that could not be looked at; the next sweep tries again
 * @param oldest when the open one was last changed that has been left unchanged for longest
 */
public record SweepReport(int seen, int started, int died, int failed, @Nullable Instant oldest) {
  static final SweepReport EMPTY = new SweepReport(0, 0, 0, 0, null);

  /**
   * What was found of one.
   *
   * @param since when it was last changed, where it was read and is open
   */
  record Found(Reconciliation what, @Nullable Instant since) {}

  SweepReport plus(Collection<Found> more) {
    return new SweepReport(
        seen + more.size(),
        started + count(more, Reconciliation.STARTED),
        died + count(more, Reconciliation.DIED),
        failed + count(more, Reconciliation.FAILED),
        Stream.concat(Stream.ofNullable(oldest), more.stream().map(Found::since))
            .filter(Objects::nonNull)
            .min(Comparator.naturalOrder())
            .orElse(null));
  }

  private static int count(Collection<Found> found, Reconciliation kind) {
    return (int) found.stream().map(Found::what).filter(kind::equals).count();
  }

  /** True when the sweep changed something or could not. */
  public boolean isNoteworthy() {
    return started + died + failed > 0;
  }
}
