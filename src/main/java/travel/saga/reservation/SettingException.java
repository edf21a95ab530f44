package travel.saga.reservation;

/** A setting that cannot be worked with; the service does not start. */
public final class SettingException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * @param setting its name, as an operator writes it
   * @param value what it is set to; never a secret
   * @param remedy what to do about it, as an imperative
   */
  public SettingException(String setting, String value, String remedy) {
    super(setting + " is \"" + value + "\": " + remedy);
  }

  /**
   * @param sentence names the setting, its value and the remedy
   */
  public SettingException(String sentence) {
    super(sentence);
  }
}
