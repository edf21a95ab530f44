package travel.saga.execution;

/** No backup is begun, and what is to be done instead. */
public final class BackupRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String sentence;

  /**
   * @param sentence for the operator
   */
  public BackupRefusedException(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  public String sentence() {
    return sentence;
  }
}
