package travel.saga.engine.crash;

import java.util.ArrayList;
import java.util.List;

/** What a schedule did, for who looks into a divergence. */
final class Trace {
  static final Trace NONE = new Trace(false);

  private final boolean kept;
  private final List<String> lines = new ArrayList<>();

  Trace(boolean kept) {
    this.kept = kept;
  }

  void add(String line, Object... details) {
    if (kept) {
      lines.add(String.format(line, details));
    }
  }

  List<String> lines() {
    return lines;
  }
}
