package travel.saga.reservation;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Tells one request from another without keeping it: SHA-256 of its canonical form. */
final class Fingerprint {
  private Fingerprint() {}

  /** The same for two requests that ask for the same trip, whatever their spelling in JSON was. */
  static String of(Trip trip) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(WireFormat.bytes(trip));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
