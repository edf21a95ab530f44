package travel.saga.reservation;

/** Tells one request from another without keeping it: SHA-256 of its canonical form. */
final class Fingerprint {
  private Fingerprint() {}

  /** The same for two requests that ask for the same trip, whatever their spelling in JSON was. */
  static String of(Trip trip) {
    return Sha256.hex(WireFormat.bytes(trip));
  }
}
