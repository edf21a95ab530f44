package travel.saga.execution;

/** The execution, or its reservation, is not in a state for what was asked. */
public final class ExecutionRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String sentence;

  /**
   * @param sentence for the operator, with what can be done instead
   */
  public ExecutionRefusedException(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  public String sentence() {
    return sentence;
  }
}
