package travel.saga.ledger;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** References for people to read out: derived from a key, without letters that look like digits. */
final class Reference {
  private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  private static final int LENGTH = 8;
  private static final int BITS_PER_LETTER = 5;

  private Reference() {}

  static String of(String prefix, String key) {
    long hash = ByteBuffer.wrap(sha256(key)).getLong();
    var reference = new StringBuilder(prefix).append('-');
    for (int letter = 0; letter < LENGTH; letter++) {
      reference.append(ALPHABET.charAt((int) (hash & 31)));
      hash >>>= BITS_PER_LETTER;
    }
    return reference.toString();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
