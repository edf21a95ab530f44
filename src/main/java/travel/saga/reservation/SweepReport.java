package travel.saga.reservation;

import java.util.Collection;

/**
 * What one sweep found.
 *
 * @param seen open reservations looked at
 * @param started workflows that an interrupted start had left out
 * @param died reservations whose workflow had ended without settling them; ATTENTION is announced
 * @param failed reservations that could not be looked at; the next sweep tries again
 */
public record SweepReport(int seen, int started, int died, int failed) {
  static final SweepReport EMPTY = new SweepReport(0, 0, 0, 0);

  SweepReport plus(Collection<Reconciliation> more) {
    return new SweepReport(
        seen + more.size(),
        started + count(more, Reconciliation.STARTED),
        died + count(more, Reconciliation.DIED),
        failed + count(more, Reconciliation.FAILED));
  }

  private static int count(Collection<Reconciliation> found, Reconciliation kind) {
    return (int) found.stream().filter(kind::equals).count();
  }

  /** True when the sweep changed something or could not. */
  public boolean isNoteworthy() {
    return started + died + failed > 0;
  }
}
