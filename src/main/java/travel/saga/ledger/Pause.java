package travel.saga.ledger;

/** The wait between two tries of a change whose race was lost. */
@FunctionalInterface
public interface Pause {
  /**
   * @param tries how many were lost by now, from 1
   */
  void after(int tries);
}
