package travel.saga.acceptance;

/** One of the three ledgers; the names stand in stored keys. */
enum Ledger {
  FLIGHT("flight"),
  CAR("car"),
  PAYMENT("payment");

  private final String subject;

  Ledger(String subject) {
    this.subject = subject;
  }

  /** The key of the one entry that a reservation has here. */
  String keyOf(String reservationId) {
    return prefix() + reservationId + suffix();
  }

  String reservationOf(String key) {
    return key.substring(prefix().length(), key.length() - suffix().length());
  }

  String prefix() {
    return subject + "|";
  }

  String suffix() {
    return "-" + subject;
  }
}
